package io.upg.agent;

import io.upg.agent.process.OutputTail;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/** Puts what became of one task into the contract's words. */
final class TaskResults {
  private final NodeTaskOrder order;
  private final TaskOrder task;
  private final AgentFolders folders;
  private final Clock clock;
  private final Instant began;

  TaskResults(
      NodeTaskOrder order, TaskOrder task, AgentFolders folders, Clock clock, Instant began) {
    this.order = order;
    this.task = task;
    this.folders = folders;
    this.clock = clock;
    this.began = began;
  }

  TaskResult of(Outcome outcome) {
    return result(state(outcome.next()), outcome.exit(), outcome.error(), outcome.message());
  }

  private TaskState state(Outcome.Next next) {
    return switch (next) {
      case SUCCEEDED -> byDirection(TaskState.DONE, TaskState.ROLLED_BACK);
      case UNKNOWN -> byDirection(TaskState.UNKNOWN, TaskState.ROLLBACK_FAIL);
      case AGAIN, FAILED, FINAL, STOPPED -> byDirection(TaskState.FAIL, TaskState.ROLLBACK_FAIL);
    };
  }

  /** It was not begun, and will not be under this grant. */
  static TaskResult notStarted(TaskOrder task, String error) {
    return new TaskResult(
        task.number(), task.task(), TaskState.UNDO, null, error, null, null, null, null);
  }

  private TaskState byDirection(TaskState forwards, TaskState backwards) {
    return order.direction() == Direction.RUN ? forwards : backwards;
  }

  private TaskResult result(TaskState state, Integer exit, String error, String message) {
    return new TaskResult(
        task.number(),
        task.task(),
        state,
        exit,
        error == null ? null : OutputTail.clean(error),
        message,
        tail(),
        began,
        clock.instant());
  }

  private String tail() {
    Path work = folders.work(order.project(), task.task(), order.grant());
    try {
      String tail = OutputTail.of(work.resolve("output"));
      return tail.isEmpty() ? null : tail;
    } catch (IOException e) {
      return "(the output in " + work + " cannot be read: " + e.getMessage() + ")";
    }
  }
}
