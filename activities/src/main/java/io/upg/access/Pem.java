package io.upg.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys as {@code openssl} writes them. */
final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ((?:[A-Z0-9]+ )*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END ");
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");
  private static final byte[] PROBE = "which key belongs to this certificate?".getBytes(ISO_8859_1);

  private Pem() {}

  /**
   * @throws AccessProblem if it holds none
   */
  static List<X509Certificate> certificates(String option, Path file) {
    byte[] content = PrivateFile.readAny(option, file);
    try {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (text(content).contains("-----BEGIN CERTIFICATE-----") && !found.isEmpty()) {
        return found;
      }
      throw noPem(option, file, "CERTIFICATE", "no certificate in it");
    } catch (CertificateException e) {
      throw noPem(option, file, "CERTIFICATE", String.valueOf(e.getMessage()));
    }
  }

  /**
   * @throws AccessProblem if it holds none that can be used as it is, or others can read it
   */
  static PrivateKey privateKey(String option, Path file) {
    Matcher key = KEY.matcher(text(PrivateFile.read(option, file)));
    if (!key.find()) {
      throw noPem(option, file, "PRIVATE KEY", "no private key in it");
    }
    if (!key.group(1).isEmpty()) {
      throw new AccessProblem(
          "%s '%s' holds a key of the form '%sPRIVATE KEY': expected 'PRIVATE KEY' (PKCS #8), not encrypted. Write it so: openssl pkcs8 -topk8 -nocrypt -in %s -out NEW"
              .formatted(option, file, key.group(1), file));
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(key.group(2));
      for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (InvalidKeySpecException another) {
          continue;
        }
      }
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw noPem(option, file, "PRIVATE KEY", String.valueOf(e.getMessage()));
    }
    throw noPem(option, file, "PRIVATE KEY", "neither an EC, an RSA nor an EdDSA key");
  }

  /** A file in another encoding is no PEM, and is said to be none. */
  private static String text(byte[] content) {
    return new String(content, ISO_8859_1);
  }

  /** Whether what the one signs is verified by the other. */
  static boolean belong(PrivateKey key, PublicKey certified) {
    try {
      Signature signature = Signature.getInstance(SIGNATURES.get(key.getAlgorithm()));
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException differentKinds) {
      return false;
    }
  }

  private static AccessProblem noPem(String option, Path file, String what, String observed) {
    return new AccessProblem(
        "%s '%s' is not what was expected, PEM with '-----BEGIN %s-----': %s."
            .formatted(option, file, what, observed));
  }
}
