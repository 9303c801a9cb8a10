package io.upg.agent.builtin;

import java.util.Optional;

/** A built-in could not do what it should; the message is what the operator reads. */
public final class ActionFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final Integer exit;

  public ActionFailed(String message) {
    super(message);
    this.exit = null;
  }

  /**
   * @param exit how the program ended that it is about
   */
  public ActionFailed(String message, int exit) {
    super(message);
    this.exit = exit;
  }

  public Optional<Integer> exit() {
    return Optional.ofNullable(exit);
  }
}
