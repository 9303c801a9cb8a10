package io.upg.store.query;

import io.upg.plan.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A run as somebody follows it.
 *
 * @param runState open, done, stopped, paused or aborted
 * @param waitingFor what the operator has to do, where it stopped
 * @param stage what its newest batch does, for people; empty before the first
 * @param tasks how many it has
 * @param ended how many of them have a result
 * @param now the first few that run at this moment
 * @param at PostgreSQL's clock when this was read
 */
public record RunProgress(
    StatusDocument status,
    StatusDocument.Run run,
    String runState,
    String waitingFor,
    String stage,
    int tasks,
    int ended,
    List<TaskRow> now,
    Instant at) {

  public RunProgress {
    now = List.copyOf(now);
  }

  public boolean open() {
    return runState.equals("open");
  }

  /** How many tasks of the project run at this moment. */
  public int running() {
    return status.count(TaskState.RUNNING) + status.count(TaskState.ROLLING_BACK);
  }

  public Duration elapsed() {
    return Duration.between(run.startedAt(), at);
  }
}
