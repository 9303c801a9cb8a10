package io.upg.workflow;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.upg.contract.ShardInput;

/** Some node tasks of a batch, {@code …/b<k>-s<j>}: all in parallel, one activity each. */
@WorkflowInterface
public interface ShardWorkflow {

  /**
   * Returns when the result of every node task is committed in PostgreSQL.
   *
   * @param stoppedBy who had the run's tasks stopped before this began; else null
   */
  @WorkflowMethod
  ShardCounts run(ShardInput shard, String stoppedBy);

  /** Stops what runs and withdraws what does not yet; it still returns with all recorded. */
  @SignalMethod
  void stop(String by);
}
