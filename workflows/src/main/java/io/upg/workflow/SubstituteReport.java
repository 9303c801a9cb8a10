package io.upg.workflow;

import io.temporal.workflow.Workflow;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reports that a shard writes where the host wrote none: every granted task gets its result. */
final class SubstituteReport {
  private SubstituteReport() {}

  static NodeTaskReport unreachable(NodeTaskOrder order, Duration after) {
    return all(
        order,
        TaskState.UNREACHABLE,
        "host %s not reachable: it did not take its tasks within %s. Look after its agent (upg-node --host %s), then run again"
            .formatted(order.host(), spell(after), order.host()));
  }

  static NodeTaskReport unknown(NodeTaskOrder order, String observed) {
    return all(order, TaskState.UNKNOWN, unknownError(order, observed));
  }

  /** The host had not taken it: its tasks stay what they were. */
  static NodeTaskReport stoppedBefore(NodeTaskOrder order, String by) {
    return all(
        order, TaskState.UNDO, "not started: stopped before by abort --now of %s".formatted(by));
  }

  /** The agent did not accept the order, for good; nothing of it was run. */
  static NodeTaskReport refused(NodeTaskOrder order, String message) {
    return all(order, TaskState.FAIL, message);
  }

  /** The host's report, with a result for every task that it should have spoken of. */
  static NodeTaskReport complete(NodeTaskOrder order, NodeTaskReport report) {
    Map<Integer, TaskResult> results = new LinkedHashMap<>();
    report.results().forEach(result -> results.put(result.number(), result));
    List<TaskResult> complete =
        order.tasks().stream()
            .map(
                task ->
                    results.containsKey(task.number())
                        ? results.get(task.number())
                        : result(
                            order,
                            task,
                            TaskState.UNKNOWN,
                            unknownError(order, "its report says nothing of this task")))
            .toList();
    return new NodeTaskReport(order.host(), order.grant(), complete, report.agent());
  }

  private static NodeTaskReport all(NodeTaskOrder order, TaskState state, String error) {
    return new NodeTaskReport(
        order.host(),
        order.grant(),
        order.tasks().stream().map(task -> result(order, task, state, error)).toList());
  }

  private static TaskResult result(
      NodeTaskOrder order, TaskOrder task, TaskState forwards, String error) {
    TaskState state = order.direction() == Direction.RUN ? forwards : TaskState.ROLLBACK_FAIL;
    Instant now = Instant.ofEpochMilli(Workflow.currentTimeMillis());
    return new TaskResult(task.number(), task.task(), state, null, error, null, null, null, now);
  }

  private static String unknownError(NodeTaskOrder order, String observed) {
    return "host %s took its tasks, but %s: whether they ran cannot be known from here. Look at the host, then retry, skip or roll back"
        .formatted(order.host(), observed);
  }

  private static String spell(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
