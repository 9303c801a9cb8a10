package io.upg.recorder;

import io.upg.metrics.Metric;
import io.upg.metrics.Metrics;
import io.upg.store.RunReports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what arrived in groups. When nothing was committed for an interval, reports are committed
 * at once; else with everything that arrives until the interval is over. So one commit an interval
 * is the most, and an interval the longest that a report waits for its commit to begin.
 *
 * <p>Thread-safe. Futures complete in the committing thread.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final Duration interval;
  private final Committer store;
  private final Schedule schedule;
  private final Object lock = new Object();
  private List<Submission> waiting = new ArrayList<>();
  private boolean scheduled;
  private long mayBeginAt;
  private long oldest;
  private boolean committing;
  private boolean away;

  GroupCommit(Duration interval, Committer store, Schedule schedule) {
    this.interval = interval;
    this.store = store;
    this.schedule = schedule;
    this.mayBeginAt = schedule.nanos();
  }

  /**
   * The future completes when every result is committed. It fails where PostgreSQL is away, or does
   * not take a result; the same reports may then be submitted again.
   */
  CompletableFuture<Void> submit(RunReports reports) {
    Submission submission = new Submission(reports);
    synchronized (lock) {
      if (waiting.isEmpty() && !committing) {
        oldest = schedule.nanos();
      }
      waiting.add(submission);
      scheduleNext();
    }
    return submission.done();
  }

  /** For how long the oldest report has been waiting for its commit; zero when none waits. */
  Duration age() {
    synchronized (lock) {
      boolean idle = waiting.isEmpty() && !committing;
      return idle ? Duration.ZERO : Duration.ofNanos(schedule.nanos() - oldest);
    }
  }

  private void scheduleNext() {
    if (!scheduled && !waiting.isEmpty()) {
      scheduled = true;
      schedule.after(Duration.ofNanos(Math.max(0, mayBeginAt - schedule.nanos())), this::flush);
    }
  }

  private void flush() {
    List<Submission> group;
    long begun = schedule.nanos();
    synchronized (lock) {
      group = waiting;
      waiting = new ArrayList<>();
      committing = true;
      mayBeginAt = begun + interval.toNanos();
    }
    try {
      observe(new GroupWriter(store).write(group), group.size());
      Metrics.observe(Metric.GROUP_RESULTS, group.stream().mapToInt(Submission::results).sum());
      Metrics.observe(Metric.GROUP_SECONDS, (schedule.nanos() - begun) / 1e9);
    } finally {
      synchronized (lock) {
        committing = false;
        oldest = begun; // what waits now came no earlier
        scheduled = false;
        scheduleNext();
      }
    }
  }

  /** One line when PostgreSQL goes and one when it is back. */
  private void observe(GroupWriter.Outcome outcome, int submissions) {
    if (outcome.away() != null && !away) {
      LOG.warn("PostgreSQL is away, results wait for it: {}", outcome.away().getMessage());
    }
    if (outcome.away() == null && away) {
      LOG.info("PostgreSQL is back, results are recorded again: group={}", submissions);
    }
    away = outcome.away() != null;
  }

  /** What still waits fails, and is delivered to another recorder. */
  @Override
  public void close() {
    schedule.close();
    synchronized (lock) {
      waiting.forEach(
          submission -> submission.fail(new IllegalStateException("The recorder is shut down")));
      waiting = new ArrayList<>();
    }
  }
}
