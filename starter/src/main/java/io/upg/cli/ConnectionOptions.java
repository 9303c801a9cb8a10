package io.upg.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Option;

/**
 * Where a command finds PostgreSQL, Temporal and the artifact server: {@code
 * $UPG_HOME/connection.json}, each part overridden by its option.
 */
public final class ConnectionOptions {
  @Option(
      names = "--jdbc",
      paramLabel = "URL",
      description = "PostgreSQL, instead of the one in UPG_HOME.")
  private String jdbc;

  @Option(
      names = "--temporal",
      paramLabel = "HOST:PORT",
      description = "Temporal, instead of the one in UPG_HOME.")
  private String temporal;

  @Option(
      names = "--artifacts",
      paramLabel = "URL",
      description = "The artifact server, instead of the one in UPG_HOME.")
  private String artifacts;

  /** Whether options or UPG_HOME say where PostgreSQL is. */
  public boolean given(Map<String, String> env) {
    return jdbc != null || env.containsKey("UPG_HOME");
  }

  public String jdbc(Map<String, String> env) {
    return part(env, jdbc, Connection::jdbc, "PostgreSQL", "--jdbc URL");
  }

  public String temporal(Map<String, String> env) {
    return part(env, temporal, Connection::temporal, "Temporal", "--temporal HOST:PORT");
  }

  public String artifacts(Map<String, String> env) {
    return part(env, artifacts, Connection::artifacts, "the artifact server", "--artifacts URL");
  }

  public String namespace(Map<String, String> env) {
    return home(env).namespace();
  }

  /** Address of Temporal's Web UI, or null where there is none. */
  public String ui(Map<String, String> env) {
    return home(env).ui();
  }

  private static String part(
      Map<String, String> env,
      String option,
      Function<Connection, String> part,
      String what,
      String how) {
    if (option != null) {
      return option;
    }
    String value = part.apply(home(env));
    if (value == null) {
      throw new UsageProblem(
          "No connection to %s: it is in neither an option nor UPG_HOME. Start the processes with 'upg up --dir D' and set UPG_HOME=D, or give %s."
              .formatted(what, how));
    }
    return value;
  }

  private static Connection home(Map<String, String> env) {
    String home = env.get("UPG_HOME");
    return home == null ? Connection.NONE : Connection.read(Path.of(home));
  }
}
