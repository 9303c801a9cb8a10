package io.upg.agent.builtin;

/** A built-in could not do what it should; the message is what the operator reads. */
public final class ActionFailed extends Exception {
  private static final long serialVersionUID = 1;

  public ActionFailed(String message) {
    super(message);
  }
}
