package io.upg.recorder;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The schedule of a recorder: one thread, real time. */
final class ThreadSchedule implements Schedule {
  private static final long CLOSE_SECONDS = 10;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread committer = new Thread(task, "upg-recorder-commit");
            committer.setDaemon(true);
            return committer;
          });

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void after(Duration delay, Runnable task) {
    try {
      thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      // GroupCommit.close fails whatever waits.
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
