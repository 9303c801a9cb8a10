package io.upg.agent;

import io.upg.contract.NodeProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How far a node task has come; many deliveries may watch it. */
final class Progress {
  private final int total;
  private final Set<String> running = new LinkedHashSet<>();
  private int ended;
  private long version;

  Progress(int total) {
    this.total = total;
  }

  synchronized void started(String task) {
    running.add(task);
    changed();
  }

  synchronized void ended(String task) {
    running.remove(task);
    ended++;
    changed();
  }

  /** Never run. */
  synchronized void leftOut(Collection<String> tasks) {
    ended += tasks.size();
    changed();
  }

  /** Something else that watchers wait for has happened. */
  synchronized void changed() {
    version++;
    notifyAll();
  }

  synchronized long version() {
    return version;
  }

  synchronized NodeProgress now() {
    return new NodeProgress(new ArrayList<>(running), ended, total);
  }

  /** Returns when there is something newer than {@code seen}, or the limit has passed. */
  synchronized void awaitChange(long seen, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (version == seen) {
      long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (millis <= 0) {
        return;
      }
      wait(millis);
    }
  }
}
