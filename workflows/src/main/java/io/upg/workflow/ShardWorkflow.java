package io.upg.workflow;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.upg.contract.ShardInput;

/** Some node tasks of a batch, {@code …/b<k>-s<j>}: all in parallel, one activity each. */
@WorkflowInterface
public interface ShardWorkflow {

  /** Returns when the result of every node task is committed in PostgreSQL. */
  @WorkflowMethod
  ShardCounts run(ShardInput shard);
}
