package io.upg.cli;

import io.upg.store.Database;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Option;

/**
 * Where a command finds PostgreSQL: {@code $UPG_HOME/connection.json}, overridden by its option.
 */
public class StoreOptions {
  /** A command does one thing after the other; but the migration of the schema takes two. */
  private static final int CONNECTIONS = 2;

  @Option(
      names = "--jdbc",
      paramLabel = "URL",
      description = "PostgreSQL, instead of the one in UPG_HOME.")
  private String jdbc;

  /** Whether options or UPG_HOME say where PostgreSQL is. */
  public final boolean given(Map<String, String> env) {
    return jdbc != null || env.containsKey("UPG_HOME");
  }

  public final String jdbc(Map<String, String> env) {
    return part(env, jdbc, Connection::jdbc, "PostgreSQL", "--jdbc URL");
  }

  /** PostgreSQL, to ask only; the caller closes it. */
  public final Database openForReading(Map<String, String> env) {
    return Database.forReading(jdbc(env));
  }

  /** PostgreSQL, opened; the caller closes it. */
  public final Database open(Map<String, String> env) {
    return Database.open(jdbc(env), CONNECTIONS);
  }

  /**
   * @throws UsageProblem if neither option nor connection file says it
   */
  final String part(
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

  final Connection home(Map<String, String> env) {
    String home = env.get("UPG_HOME");
    return home == null ? Connection.NONE : Connection.read(Path.of(home));
  }
}
