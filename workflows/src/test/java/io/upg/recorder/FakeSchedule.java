package io.upg.recorder;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Time stands still until a test moves it; what is due runs in the test's own thread. */
final class FakeSchedule implements Schedule {
  private record Entry(long at, Runnable task) {}

  private final Deque<Entry> entries = new ArrayDeque<>();
  private long now;
  private boolean closed;

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void after(Duration delay, Runnable task) {
    if (!closed) {
      entries.add(new Entry(now + delay.toNanos(), task));
    }
  }

  /** Runs what is due now. */
  void runDue() {
    while (!entries.isEmpty() && entries.peek().at <= now) {
      entries.remove().task.run();
    }
  }

  void pass(Duration time) {
    now += time.toNanos();
    runDue();
  }

  @Override
  public void close() {
    closed = true;
    entries.clear();
  }
}
