package io.upg.contract;

import io.temporal.activity.ActivityInterface;

/** What ShardWorkflow asks of the store, on queue {@link TaskQueues#ORCHESTRATOR}. */
@ActivityInterface(namePrefix = "Shard")
public interface ShardActivities {

  /**
   * Grants the shard's tasks to the run in one statement and says what to send. Repeatable: what
   * was granted to this shard before keeps its grant, and node tasks whose results are all recorded
   * are left out. A task that left the states its run may take is left out too.
   *
   * <p>Fails, non-retryable, with {@link FailureTypes#RUN_CLOSED}.
   */
  ShardOrder grant(ShardInput shard);
}
