package io.upg.access;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A certificate, those between it and its CA, and its private key. */
record Identity(Path file, List<X509Certificate> chain, PrivateKey key) {
  Identity {
    chain = List.copyOf(chain);
  }

  /**
   * @throws AccessProblem with everything that is wrong with the two files
   */
  static Identity read(TlsFiles.Options options, Path cert, Path key) {
    List<String> problems = new ArrayList<>();
    List<X509Certificate> chain = List.of();
    PrivateKey secret = null;
    try {
      chain = Pem.certificates(options.cert(), cert);
    } catch (AccessProblem e) {
      problems.add(e.getMessage());
    }
    try {
      secret = Pem.privateKey(options.key(), key);
    } catch (AccessProblem e) {
      problems.add(e.getMessage());
    }
    if (!problems.isEmpty()) {
      throw new AccessProblem(problems);
    }
    Identity identity = new Identity(cert, chain, secret);
    if (!Pem.belong(secret, identity.certificate().getPublicKey())) {
      throw new AccessProblem(
          "%s '%s' does not belong to %s: it is another one's key. Give the key with which that certificate was asked for."
              .formatted(options.key(), key, identity));
    }
    return identity;
  }

  X509Certificate certificate() {
    return chain.get(0);
  }

  /** Whether its time has not come yet, or is over. */
  boolean outOfDate(Instant now) {
    return now.isBefore(certificate().getNotBefore().toInstant())
        || now.isAfter(certificate().getNotAfter().toInstant());
  }

  /** As messages name it, with its dates. */
  @Override
  public String toString() {
    return "certificate '%s' of %s (valid from %s until %s)"
        .formatted(
            certificate().getSubjectX500Principal().getName(),
            file,
            certificate().getNotBefore().toInstant(),
            certificate().getNotAfter().toInstant());
  }
}
