package io.upg.recorder;

import io.temporal.activity.Activity;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.RecorderActivities;
import io.upg.store.RunReports;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the group commit. Whatever fails is delivered again by Temporal. */
final class RecorderActivitiesImpl implements RecorderActivities {
  /** Shorter than the activity's own limit: a thread that nobody waits for must not stay. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private final GroupCommit commits;

  RecorderActivitiesImpl(GroupCommit commits) {
    this.commits = commits;
  }

  @Override
  public void record(String project, int run, List<NodeTaskReport> reports) {
    try {
      commits
          .submit(new RunReports(project, run, reports))
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      throw Activity.wrap(failure.getCause());
    } catch (TimeoutException late) {
      throw new IllegalStateException(
          "PostgreSQL has not committed the results within " + PATIENCE.toSeconds() + " s", late);
    } catch (InterruptedException shutdown) {
      Thread.currentThread().interrupt();
      throw Activity.wrap(shutdown);
    }
  }
}
