package io.upg.agent;

import io.upg.access.Access;
import io.upg.access.TemporalTlsOptions;
import io.upg.access.Tls;
import io.upg.access.Token;
import io.upg.contract.TemporalTarget;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code upg-node}; {@link NodeConfig} reads them from a file, too. */
final class NodeOptions {
  /** The kernel's: what {@code hostname} prints. */
  private static final Path OWN_NAME = Path.of("/proc/sys/kernel/hostname");

  @Option(
      names = NodeConfig.OPTION,
      paramLabel = "FILE",
      description =
          "Options by their long names, as YAML: 'temporal: HOST:PORT'. What is given here wins. An installed agent reads /etc/upg/node.yaml.")
  private Path config;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "This host's name in the inventory (default: the machine's own).")
  private String host;

  @Option(
      names = "--temporal",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where Temporal listens.")
  private String temporal;

  @Mixin private TemporalTlsOptions tls;

  @Option(
      names = "--namespace",
      defaultValue = "default",
      paramLabel = "NAME",
      description = "Temporal's namespace (default: ${DEFAULT-VALUE}).")
  private String namespace;

  @Option(
      names = "--artifacts",
      required = true,
      split = ",",
      paramLabel = "URL",
      description =
          "Where releases are fetched: http://… or file:///….%nOf several, with commas between, the next is asked where one fails.")
  private List<URI> artifacts;

  @Option(
      names = "--artifact-token-file",
      paramLabel = "FILE",
      description = "The token that artifact servers ask for, mode 0600 or 0640.")
  private Path artifactToken;

  @Option(
      names = "--root",
      defaultValue = "/",
      paramLabel = "DIR",
      description = "The host's root, UPG_ROOT for scripts (default: ${DEFAULT-VALUE}).")
  private Path root;

  @Option(
      names = "--state-dir",
      defaultValue = "/var/lib/upg",
      paramLabel = "DIR",
      description = "The agent's own files, outside the root (default: ${DEFAULT-VALUE}).")
  private Path stateDir;

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      description =
          "The files that secret:NAME in parameters stands for, mode 0600 or 0640%n(default: /etc/upg/secrets; with another root, secrets in --state-dir).")
  private Path secrets;

  @Option(
      names = "--metrics",
      paramLabel = "[HOST:]PORT",
      description =
          "Serve Prometheus metrics there: http://…/metrics. Off by default; loopback unless HOST says otherwise.")
  private String metrics;

  @Option(
      names = "--sandbox",
      description = "The root is a simulated host: its services start and stop with the agent.")
  private boolean sandbox;

  /**
   * @throws IllegalArgumentException if they do not fit together
   */
  AgentConfig agent(Access access) {
    return new AgentConfig(
        host(),
        root,
        stateDir,
        artifacts,
        sandbox,
        AgentConfig.END_GRACE,
        BenchMode.NONE,
        access,
        secrets);
  }

  /**
   * @throws io.upg.access.AccessProblem if certificates or the token cannot be used
   */
  Access access() {
    Optional<Tls> known = tls.files().map(Tls::client);
    return new Access(
        Optional.ofNullable(artifactToken).map(f -> Token.read("--artifact-token-file", f)), known);
  }

  TemporalTarget temporal(Access access) {
    return new TemporalTarget(temporal, namespace, access.tls());
  }

  private String host() {
    if (host != null) {
      return host;
    }
    try {
      return Files.readString(OWN_NAME).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "This machine does not say its name (%s: %s). Give --host NAME."
              .formatted(OWN_NAME, e.getMessage()),
          e);
    }
  }

  /** Null where none are to be served. */
  String metrics() {
    return metrics;
  }
}
