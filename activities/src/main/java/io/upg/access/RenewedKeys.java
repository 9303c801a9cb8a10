package io.upg.access;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the certificate that lies in the files at the time of each handshake: one that was renewed
 * is used without a restart. What cannot be used is said, and the one before is shown. It is shown
 * whoever asks: a refusal tells more than silence. Thread-safe.
 */
final class RenewedKeys extends X509ExtendedKeyManager {
  private static final Logger LOG = LoggerFactory.getLogger(RenewedKeys.class);
  private static final String ALIAS = "upg";

  private final TlsFiles.Options options;
  private final Path cert;
  private final Path key;
  private Identity shown;
  private List<FileTime> read;

  /**
   * @throws AccessProblem if the files cannot be used, or the certificate is out of date
   */
  RenewedKeys(TlsFiles.Options options, Path cert, Path key) {
    this.options = options;
    this.cert = cert;
    this.key = key;
    this.read = times();
    this.shown = usable();
  }

  /** What the next handshake shows. */
  synchronized Identity identity() {
    List<FileTime> now = times();
    if (!now.equals(read)) {
      read = now;
      try {
        shown = usable();
        LOG.info("renewed: {}", shown);
      } catch (AccessProblem e) {
        LOG.warn(
            "a renewed certificate cannot be used, the one before is shown: {}", e.getMessage());
      }
    }
    return shown;
  }

  private Identity usable() {
    Identity identity = Identity.read(options, cert, key);
    if (identity.outOfDate(Instant.now())) {
      throw new AccessProblem(
          "%s: %s is not valid now, %s. Have it renewed, or look at this machine's clock."
              .formatted(options.cert(), identity, Instant.now()));
    }
    return identity;
  }

  private List<FileTime> times() {
    return Arrays.asList(time(cert), time(key));
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException said) {
      return FileTime.fromMillis(0); // reading it says why
    }
  }

  private String alias(String... kinds) {
    String own = identity().key().getAlgorithm();
    return Arrays.stream(kinds).anyMatch(kind -> kind.startsWith(own)) ? ALIAS : null;
  }

  @Override
  public String chooseClientAlias(String[] kinds, Principal[] issuers, Socket socket) {
    return alias(kinds);
  }

  @Override
  public String chooseEngineClientAlias(String[] kinds, Principal[] issuers, SSLEngine engine) {
    return alias(kinds);
  }

  @Override
  public String chooseServerAlias(String kind, Principal[] issuers, Socket socket) {
    return alias(kind);
  }

  @Override
  public String chooseEngineServerAlias(String kind, Principal[] issuers, SSLEngine engine) {
    return alias(kind);
  }

  @Override
  public String[] getClientAliases(String kind, Principal[] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String[] getServerAliases(String kind, Principal[] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return identity().chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return identity().key();
  }
}
