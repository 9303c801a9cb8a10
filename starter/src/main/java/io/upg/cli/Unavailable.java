package io.upg.cli;

/**
 * Something that the command needs (PostgreSQL, Temporal, the artifact server, the orchestrator)
 * does not answer: its message is printed, exit code 3.
 */
public final class Unavailable extends RuntimeException {
  /**
   * @param message what was tried, for how long, what was observed, what to do next
   */
  public Unavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
