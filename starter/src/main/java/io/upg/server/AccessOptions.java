package io.upg.server;

import io.upg.access.Access;
import io.upg.access.Tls;
import io.upg.access.TlsFiles;
import io.upg.access.Token;
import io.upg.cli.UsageProblem;
import io.upg.http.Addresses;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What an HTTP server asks of those who connect; beyond loopback it must ask for something. */
final class AccessOptions {
  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Answer only who shows the token in this file, mode 0600 or 0640: Authorization: Bearer TOKEN.")
  private Path token;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Speak https, with this certificate (PEM).")
  private String cert;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Its private key (PEM, PKCS #8), mode 0600 or 0640.")
  private String key;

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description = "Answer only who shows a certificate that one of these CAs signed (PEM).")
  private String clientCa;

  @Option(
      names = "--insecure",
      description = "Listen beyond this machine and ask nobody who he is.")
  private boolean insecure;

  /**
   * What the server asks for at this address.
   *
   * @param option the option that names the address, with its value
   * @param exposed what whoever reaches it can do
   * @throws UsageProblem if the address can be reached from other machines and nobody is asked
   */
  Access at(InetSocketAddress address, String option, String exposed) {
    boolean secured = cert != null || key != null || clientCa != null;
    Access access =
        new Access(
            Optional.ofNullable(token).map(file -> Token.read("--token-file", file)),
            secured
                ? Optional.of(Tls.server(new TlsFiles(clientCa, cert, key, null)))
                : Optional.empty());
    if (!access.asks() && !insecure && !address.getAddress().isLoopbackAddress()) {
      throw new UsageProblem(
          "%s can be reached from other machines, and nobody is asked who he is: whoever reaches it %s. Ask for a token, --token-file FILE, or for certificates, --tls-cert, --tls-key and --tls-client-ca FILE; or listen on %s:%d, or say --insecure (docs/security.md)."
              .formatted(option, exposed, Addresses.LOOPBACK, address.getPort()));
    }
    return access;
  }
}
