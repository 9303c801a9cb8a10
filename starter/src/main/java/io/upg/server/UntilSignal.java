package io.upg.server;

import java.util.concurrent.CountDownLatch;

/**
 * The end of a process that stays: Ctrl-C or TERM closes what it runs, then it ends with exit code
 * 0, because to be stopped is its normal end.
 */
final class UntilSignal implements AutoCloseable {
  private final Thread hook;

  private UntilSignal(AutoCloseable part, int exit) {
    hook = new Thread(() -> end(part, exit), "stop");
  }

  /** From now on a signal closes {@code part}, which may still be starting. */
  static UntilSignal closes(AutoCloseable part) {
    return closes(part, 0);
  }

  /**
   * @param exit the process's exit code where to be stopped is not its normal end
   */
  static UntilSignal closes(AutoCloseable part, int exit) {
    UntilSignal signal = new UntilSignal(part, exit);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private static void end(AutoCloseable part, int exit) {
    try {
      part.close();
    } catch (Exception e) {
      e.printStackTrace();
    }
    Runtime.getRuntime().halt(exit);
  }

  /** Never returns, but by interruption. */
  void stay() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** A signal ends the process at once again. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The signal has come: the hook does the rest.
    }
  }
}
