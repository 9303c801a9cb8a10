package io.upg.contract;

import io.temporal.activity.ActivityInterface;

/** What RunWorkflow asks of the store, on queue {@link TaskQueues#ORCHESTRATOR}. All repeatable. */
@ActivityInterface(namePrefix = "Run")
public interface RunActivities {

  /** What the run is, and from which batch on it has to go: 1, or more where it was rebuilt. */
  RunOutline outline(String project, int run);

  /** The gate before a batch: cuts it into shards, or says why it may not start. */
  Gate open(String project, int run, int batch);

  /** The verdict after a batch, judged by recorded states only; closes the batch. */
  Verdict judge(String project, int run, int batch);

  /**
   * Closes the run.
   *
   * @param waitingFor what the operator has to do, or null where the run brought its selection to
   *     its end
   * @return how it was closed, now or before
   */
  RunEnding close(String project, int run, String waitingFor);
}
