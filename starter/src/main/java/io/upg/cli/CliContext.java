package io.upg.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * What surrounds one call of {@code upg}; commands use nothing else of the kind, so that tests call
 * them in their own process.
 *
 * @param out the result, and nothing but the result
 * @param err the talk: progress, notes, errors
 */
public record CliContext(PrintStream out, PrintStream err, Map<String, String> env, Clock clock) {
  public CliContext {
    env = Map.copyOf(env);
  }

  /**
   * How wide the terminal is that {@link #err} writes to, or 0 where it is none. The launcher says
   * it in {@code UPG_TERMINAL}: Java itself cannot tell.
   */
  public int terminalColumns() {
    String columns = env.getOrDefault("UPG_TERMINAL", "0");
    return columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : 0;
  }
}
