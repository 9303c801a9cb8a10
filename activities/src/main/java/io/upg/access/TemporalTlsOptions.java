package io.upg.access;

import java.util.Optional;
import picocli.CommandLine.Option;

/** How a process or command speaks TLS to Temporal; to {@code https} artifact servers, too. */
public final class TemporalTlsOptions {
  @Option(
      names = "--temporal-tls",
      description = "Speak TLS to Temporal; the options below imply it.")
  private boolean tls;

  @Option(
      names = "--temporal-ca",
      paramLabel = "FILE",
      description = "The CAs that sign Temporal's certificate (PEM). Default: this system's.")
  private String ca;

  @Option(
      names = "--temporal-cert",
      paramLabel = "FILE",
      description = "The client certificate to show (PEM); https artifact servers see it too.")
  private String cert;

  @Option(
      names = "--temporal-key",
      paramLabel = "FILE",
      description = "Its private key (PEM, PKCS #8), mode 0600 or 0640.")
  private String key;

  @Option(
      names = "--temporal-server-name",
      paramLabel = "NAME",
      description = "The name in Temporal's certificate, where it is not the host's.")
  private String serverName;

  /** What was given; empty where nothing was. */
  public Optional<TlsFiles> files() {
    boolean given = tls || ca != null || cert != null || key != null || serverName != null;
    return given ? Optional.of(new TlsFiles(ca, cert, key, serverName)) : Optional.empty();
  }
}
