package io.upg.cli;

import io.upg.access.AccessProblem;
import io.upg.contract.TemporalTarget;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where a command finds PostgreSQL, Temporal and the artifact server. */
public final class ConnectionOptions extends ArtifactOptions {
  @Option(
      names = "--temporal",
      paramLabel = "HOST:PORT",
      description = "Temporal, instead of the one in UPG_HOME.")
  private String temporal;

  /** The Temporal of options or UPG_HOME, in its namespace. */
  public TemporalTarget temporal(Map<String, String> env) {
    return temporal(env, home(env).namespace());
  }

  /**
   * @throws AccessProblem if certificates cannot be used
   */
  public TemporalTarget temporal(Map<String, String> env, String namespace) {
    String address = part(env, temporal, Connection::temporal, "Temporal", "--temporal HOST:PORT");
    return new TemporalTarget(address, namespace, tls(env));
  }
}
