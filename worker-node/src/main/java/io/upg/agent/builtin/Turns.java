package io.upg.agent.builtin;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** One at a time on one host, in the order in which they come. */
public final class Turns {
  private final ReentrantLock lock = new ReentrantLock(true);
  private volatile String holder = "another task";

  /** A turn, until it is closed by the thread that took it. */
  public interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for a turn, where the built-in takes turns; else there is nothing to wait for.
   *
   * @param say told whom it waits for
   */
  public Turn take(String use, String task, Consumer<String> say) throws InterruptedException {
    if (!Builtins.takesTurns(use)) {
      return () -> {};
    }
    if (!lock.tryLock(0, TimeUnit.SECONDS)) {
      say.accept("waits for its turn: " + holder + " installs");
      lock.lockInterruptibly();
    }
    holder = task;
    return lock::unlock;
  }
}
