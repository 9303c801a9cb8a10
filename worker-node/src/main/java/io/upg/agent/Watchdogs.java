package io.upg.agent;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Interrupts threads whose time is over. One thread for all agents of the process. */
final class Watchdogs implements AutoCloseable {
  private final ScheduledExecutorService clock;

  Watchdogs() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, Threads.named("upg-watchdog"));
    executor.setRemoveOnCancelPolicy(true);
    clock = executor;
  }

  /** Interrupts the calling thread after the limit, unless closed before. */
  Watchdog after(Duration limit) {
    Watchdog watchdog = new Watchdog(Thread.currentThread());
    watchdog.alarm = clock.schedule(watchdog::fire, limit.toMillis(), TimeUnit.MILLISECONDS);
    return watchdog;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /** For the thread that asked for it. */
  static final class Watchdog implements AutoCloseable {
    private final Thread thread;
    private volatile Future<?> alarm;
    private boolean fired;
    private boolean closed;

    private Watchdog(Thread thread) {
      this.thread = thread;
    }

    synchronized boolean fired() {
      return fired;
    }

    private synchronized void fire() {
      if (!closed) {
        fired = true;
        thread.interrupt();
      }
    }

    /** Afterwards no interrupt of its making is left. */
    @Override
    public synchronized void close() {
      closed = true;
      alarm.cancel(false);
      if (fired) {
        Thread.interrupted();
      }
    }
  }
}
