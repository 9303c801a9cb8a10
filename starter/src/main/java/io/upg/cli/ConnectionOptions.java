package io.upg.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** Where a command finds PostgreSQL, Temporal and the artifact server. */
public final class ConnectionOptions extends ArtifactOptions {
  @Option(
      names = "--temporal",
      paramLabel = "HOST:PORT",
      description = "Temporal, instead of the one in UPG_HOME.")
  private String temporal;

  public String temporal(Map<String, String> env) {
    return part(env, temporal, Connection::temporal, "Temporal", "--temporal HOST:PORT");
  }

  public String namespace(Map<String, String> env) {
    return home(env).namespace();
  }
}
