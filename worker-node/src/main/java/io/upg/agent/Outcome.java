package io.upg.agent;

import java.io.IOException;

/**
 * How one try of a task ended.
 *
 * @param exit exit code of its script, or null
 * @param error one sentence, null where it succeeded
 * @param message what it said, or null
 */
record Outcome(Next next, Integer exit, String error, String message) {

  /** What may follow. */
  enum Next {
    SUCCEEDED,
    /** It asked to be tried again. */
    AGAIN,
    /** Tried again only where the release says so. */
    FAILED,
    /** Another try would end the same way, or may not be made. */
    FINAL,
    /** It began, and how it ended cannot be known. */
    UNKNOWN,
    /** It was interrupted. */
    STOPPED
  }

  static Outcome success(Integer exit, String message) {
    return new Outcome(Next.SUCCEEDED, exit, null, message);
  }

  static Outcome failure(Integer exit, String error, String message) {
    return new Outcome(Next.FAILED, exit, error, message);
  }

  static Outcome finalFailure(String error) {
    return new Outcome(Next.FINAL, null, error, null);
  }

  static Outcome unknown(String error) {
    return new Outcome(Next.UNKNOWN, null, error, null);
  }

  static Outcome stopped() {
    return new Outcome(Next.STOPPED, null, "stopped: the agent was shut down while it ran", null);
  }

  boolean succeeded() {
    return next == Next.SUCCEEDED;
  }

  /** Without the secrets of its task; where these cannot be read any more, without its words. */
  Outcome hidden(TaskSecrets secrets) {
    try {
      return new Outcome(next, exit, secrets.hide(error), secrets.hide(message));
    } catch (IOException e) {
      String withheld = "(withheld: its secrets cannot be hidden: " + e + ")";
      return new Outcome(next, exit, error == null ? null : withheld, withheld);
    }
  }

  Outcome afterTries(int tries) {
    return tries == 1 || succeeded()
        ? this
        : new Outcome(next, exit, error + " (" + tries + " tries)", message);
  }
}
