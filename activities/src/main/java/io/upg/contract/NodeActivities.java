package io.upg.contract;

import io.temporal.activity.ActivityInterface;

/** What a node agent does, on queue {@code node-<host>}. */
@ActivityInterface
public interface NodeActivities {

  /**
   * Runs a node task and returns one result a task; a failing task is a result, not an exception.
   * Safe to deliver more than once: the agent's journal answers for what is known under this grant.
   *
   * <p>Fails, non-retryable, with {@link FailureTypes#WRONG_HOST}, {@link FailureTypes#STALE_GRANT}
   * or {@link FailureTypes#PROTOCOL}; any other failure may be tried again.
   */
  NodeTaskReport runNodeTask(NodeTaskOrder order);

  /**
   * Stops a node task, and returns one result a task: {@code FAIL} for what was running and was
   * ended by this, {@code UNDO} for what had not started, and never will under this grant; what had
   * ended keeps its result. A delivery of the same order that waits gets the same report.
   *
   * <p>Only forwards: what takes something back is never stopped. Fails like {@link #runNodeTask}.
   *
   * @param by who demanded it
   */
  NodeTaskReport stopNodeTask(NodeTaskOrder order, String by);
}
