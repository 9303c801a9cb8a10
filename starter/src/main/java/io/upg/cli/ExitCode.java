package io.upg.cli;

/** What a command's exit code says; stable, other programs read it. */
public final class ExitCode {
  public static final int DONE = 0;

  /** The upgrade stopped and waits for the operator, or a task failed. */
  public static final int WAITS = 1;

  /** Bad usage or bad input. */
  public static final int USAGE = 2;

  /** An internal error, or something that the command needs does not answer. */
  public static final int INTERNAL = 3;

  /** Refused by a rule. */
  public static final int REFUSED = 4;

  private ExitCode() {}
}
