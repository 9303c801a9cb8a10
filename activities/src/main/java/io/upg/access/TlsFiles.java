package io.upg.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the certificates of one side lie, all PEM. None at all is TLS that trusts what this system
 * trusts and shows no certificate.
 *
 * @param ca the CAs by which the other side's certificate is trusted, or null
 * @param cert the certificate to show, with those between it and its CA, or null
 * @param key its private key, or null
 * @param serverName the name in the server's certificate where it is not the host's, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TlsFiles(String ca, String cert, String key, String serverName) {

  /** The same, for processes that run elsewhere. */
  public TlsFiles absolute() {
    return new TlsFiles(absolute(ca), absolute(cert), absolute(key), serverName);
  }

  private static String absolute(String file) {
    return file == null ? null : Path.of(file).toAbsolutePath().normalize().toString();
  }

  Optional<Path> caFile() {
    return Optional.ofNullable(ca).map(Path::of);
  }

  /** The options that these came from, for messages. */
  record Options(String ca, String cert, String key) {
    static final Options TEMPORAL =
        new Options("--temporal-ca", "--temporal-cert", "--temporal-key");
    static final Options SERVER = new Options("--tls-client-ca", "--tls-cert", "--tls-key");
  }
}
