package io.upg.agent;

import io.upg.agent.journal.Journal;
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

  TaskResults(NodeTaskOrder order, TaskOrder task, AgentFolders folders, Clock clock) {
    this.order = order;
    this.task = task;
    this.folders = folders;
    this.clock = clock;
    this.began = clock.instant();
  }

  TaskResult of(Outcome outcome) {
    TaskState state =
        outcome.succeeded()
            ? byDirection(TaskState.DONE, TaskState.ROLLED_BACK)
            : byDirection(TaskState.FAIL, TaskState.ROLLBACK_FAIL);
    return result(state, outcome.exit(), outcome.error(), outcome.message(), began);
  }

  /** It was started and its end was never written: the agent or the host died meanwhile. */
  TaskResult cutShort(Journal.Start start) {
    String error =
        "it was started at %s and the agent died before it ended: whether it finished cannot be known.%s Look at the host and at its output so far, then retry, skip or roll back"
            .formatted(start.at(), process(start));
    return result(
        byDirection(TaskState.UNKNOWN, TaskState.ROLLBACK_FAIL), null, error, null, start.at());
  }

  /** It was not begun, and will not be under this grant. */
  static TaskResult notStarted(TaskOrder task, String error) {
    return new TaskResult(
        task.number(), task.task(), TaskState.UNDO, null, error, null, null, null, null);
  }

  private static String process(Journal.Start start) {
    if (start.process() == null) {
      return "";
    }
    String state = start.process().alive() ? "still runs" : "is gone";
    return " Its process %d %s.".formatted(start.process().pid(), state);
  }

  private TaskState byDirection(TaskState forwards, TaskState backwards) {
    return order.direction() == Direction.RUN ? forwards : backwards;
  }

  private TaskResult result(
      TaskState state, Integer exit, String error, String message, Instant startedAt) {
    return new TaskResult(
        task.number(),
        task.task(),
        state,
        exit,
        error == null ? null : OutputTail.clean(error),
        message,
        tail(),
        startedAt,
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
