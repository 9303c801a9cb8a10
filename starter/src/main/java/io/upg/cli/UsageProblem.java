package io.upg.cli;

/** Bad usage or bad input that the command found itself: its message is printed, exit code 2. */
public final class UsageProblem extends RuntimeException {
  /**
   * @param message subject, what was observed, what was expected, what to do next
   */
  public UsageProblem(String message) {
    super(message);
  }
}
