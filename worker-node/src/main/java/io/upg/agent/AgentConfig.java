package io.upg.agent;

import io.upg.access.Access;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One agent.
 *
 * @param host the only host whose orders it takes
 * @param root what scripts see as {@code UPG_ROOT}: {@code /}, or a sandbox host's folder
 * @param stateDir the agent's own folder (journal, cache, work, state), outside {@code root} unless
 *     that is {@code /}
 * @param artifacts where documents and files are fetched by digest: {@code http://…} or {@code
 *     file:///…}; several share their content, the next is asked where one fails
 * @param sandbox whether the host is simulated: its services start and end with the agent
 * @param endGrace how long {@code close} lets running tasks end
 * @param mode how its tasks are tried, where this is the task bench
 * @param access what artifact servers are shown
 * @param secrets where the files are that {@code secret:NAME} names
 */
public record AgentConfig(
    String host,
    Path root,
    Path stateDir,
    List<URI> artifacts,
    boolean sandbox,
    Duration endGrace,
    BenchMode mode,
    Access access,
    Path secrets) {
  public static final Duration END_GRACE = Duration.ofSeconds(30);

  public AgentConfig {
    artifacts = List.copyOf(artifacts);
    Objects.requireNonNull(endGrace, "endGrace");
    if (host == null || host.isBlank() || host.contains("_") || host.contains("/")) {
      throw new IllegalArgumentException(
          "Host name '" + host + "': expected letters, digits, '-' and '.'");
    }
    root = root.toAbsolutePath().normalize();
    stateDir = stateDir.toAbsolutePath().normalize();
    secrets = (secrets == null ? usual(root, stateDir) : secrets).toAbsolutePath().normalize();
    if (root.getNameCount() > 0 && stateDir.startsWith(root)) {
      throw new IllegalArgumentException(
          "Agent '%s': its own folder %s lies inside the host's root %s; choose another --state-dir"
              .formatted(host, stateDir, root));
    }
  }

  public AgentConfig(
      String host,
      Path root,
      Path stateDir,
      List<URI> artifacts,
      boolean sandbox,
      Duration endGrace,
      BenchMode mode) {
    this(host, root, stateDir, artifacts, sandbox, endGrace, mode, Access.OPEN, null);
  }

  public AgentConfig(
      String host,
      Path root,
      Path stateDir,
      List<URI> artifacts,
      boolean sandbox,
      Duration endGrace) {
    this(host, root, stateDir, artifacts, sandbox, endGrace, BenchMode.NONE);
  }

  /** Of a whole machine, or beside a root. */
  private static Path usual(Path root, Path stateDir) {
    return root.getNameCount() == 0 ? Path.of("/etc/upg/secrets") : stateDir.resolve("secrets");
  }

  /** A sandbox host of the folder that {@code upg up} keeps. */
  public static AgentConfig sandbox(String host, Path folder, URI artifacts) {
    return new AgentConfig(
        host,
        folder.resolve("hosts").resolve(host),
        folder.resolve("agents").resolve(host),
        List.of(artifacts),
        true,
        Duration.ofSeconds(5));
  }
}
