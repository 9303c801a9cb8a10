package io.upg.workflow;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One run, {@code upg/<project>/run-<n>}: its batches in series, a gate before and a verdict after
 * each.
 */
@WorkflowInterface
public interface RunWorkflow {

  /** Returns when the run is closed in PostgreSQL, whatever became of it. */
  @WorkflowMethod
  void run(RunInput input);

  /** Has the running tasks stopped. PostgreSQL knows it, too: see {@code RunOutline}. */
  @SignalMethod
  void stop(String by);
}
