package io.upg.agent;

import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * All work of one order: groups in series, the tasks of a group in parallel. A failing task lets
 * its group finish and keeps later groups from being started.
 */
final class NodeTask {
  private final NodeTaskOrder order;
  private final TaskRunner tasks;
  private final ExecutorService threads;
  private final Progress progress;
  private final Stop stop;

  NodeTask(
      NodeTaskOrder order,
      TaskRunner tasks,
      ExecutorService threads,
      Progress progress,
      Stop stop) {
    this.order = order;
    this.tasks = tasks;
    this.threads = threads;
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * @throws InterruptedException if the agent shuts down before all was run
   */
  NodeTaskReport run() throws InterruptedException, ExecutionException {
    List<TaskResult> results = new ArrayList<>();
    Optional<TaskResult> broken = Optional.empty();
    for (List<TaskOrder> group : order.groups()) {
      if (broken.isPresent()) {
        leaveOut(group, broken.get(), results);
      } else {
        List<TaskResult> ended = runGroup(group);
        results.addAll(ended);
        broken = ended.stream().filter(NodeTask::inTheWay).findFirst();
      }
    }
    return ReportSize.fit(new NodeTaskReport(order.host(), order.grant(), results, OwnBuild.BUILD));
  }

  /** It failed, or was stopped before it started. */
  private static boolean inTheWay(TaskResult result) {
    return result.state().failed() || result.state() == TaskState.UNDO;
  }

  private void leaveOut(List<TaskOrder> group, TaskResult broken, List<TaskResult> results) {
    String error =
        broken.state() == TaskState.UNDO
            ? broken.error()
            : "not started: %s failed before it on this host".formatted(broken.task());
    group.forEach(task -> results.add(TaskResults.notStarted(task, error)));
    progress.leftOut(group.stream().map(TaskOrder::task).toList());
  }

  /** The first one in this thread: most groups have no other. */
  private List<TaskResult> runGroup(List<TaskOrder> group)
      throws InterruptedException, ExecutionException {
    if (threads.isShutdown()) {
      throw new InterruptedException("the agent is shutting down");
    }
    List<Future<TaskResult>> others = new ArrayList<>();
    for (TaskOrder task : group.subList(1, group.size())) {
      others.add(threads.submit(() -> runTask(task)));
    }
    List<TaskResult> results = new ArrayList<>();
    results.add(runTask(group.get(0)));
    for (Future<TaskResult> other : others) {
      results.add(other.get());
    }
    return results;
  }

  private TaskResult runTask(TaskOrder task) throws InterruptedException, ExecutionException {
    progress.started(task.task());
    try {
      return tasks.run(order, task, stop);
    } finally {
      progress.ended(task.task());
    }
  }
}
