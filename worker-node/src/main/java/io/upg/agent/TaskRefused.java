package io.upg.agent;

/**
 * A task cannot even be started; nothing of it was done. The message is what the operator reads.
 */
final class TaskRefused extends Exception {
  private static final long serialVersionUID = 1;

  TaskRefused(String message) {
    super(message);
  }
}
