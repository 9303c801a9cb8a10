package io.upg.recorder;

import io.temporal.activity.Activity;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.RecorderActivities;
import io.upg.store.RunReports;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the group commit. Whatever fails is delivered again by Temporal. */
final class RecorderActivitiesImpl implements RecorderActivities {
  /** Shorter than the activity's own limit: a thread that nobody waits for must not stay. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  /** A third of the activity's heartbeat timeout: a recorder that died is soon found out. */
  private static final Duration SIGN = Duration.ofSeconds(5);

  private final GroupCommit commits;

  RecorderActivitiesImpl(GroupCommit commits) {
    this.commits = commits;
  }

  @Override
  public void record(String project, int run, List<NodeTaskReport> reports) {
    try {
      await(commits.submit(new RunReports(project, run, reports)));
    } catch (ExecutionException failure) {
      throw Activity.wrap(failure.getCause());
    } catch (InterruptedException shutdown) {
      Thread.currentThread().interrupt();
      throw Activity.wrap(shutdown);
    }
  }

  /** Says now and then that it lives; a commit usually comes before the first time. */
  private static void await(Future<Void> commit) throws ExecutionException, InterruptedException {
    for (Duration waited = SIGN; waited.compareTo(PATIENCE) <= 0; waited = waited.plus(SIGN)) {
      try {
        commit.get(SIGN.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException notYet) {
        Activity.getExecutionContext().heartbeat(null);
      }
    }
    throw new IllegalStateException(
        "PostgreSQL has not committed the results within " + PATIENCE.toSeconds() + " s");
  }
}
