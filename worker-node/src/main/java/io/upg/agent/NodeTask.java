package io.upg.agent;

import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
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

  NodeTask(NodeTaskOrder order, TaskRunner tasks, ExecutorService threads, Progress progress) {
    this.order = order;
    this.tasks = tasks;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * @throws InterruptedException if the agent shuts down before all was run
   */
  NodeTaskReport run() throws InterruptedException, ExecutionException {
    List<TaskResult> results = new ArrayList<>();
    Optional<String> failed = Optional.empty();
    for (List<TaskOrder> group : order.groups()) {
      if (failed.isPresent()) {
        leaveOut(group, failed.get(), results);
      } else {
        List<TaskResult> ended = runGroup(group);
        results.addAll(ended);
        failed = ended.stream().filter(r -> r.state().failed()).map(TaskResult::task).findFirst();
      }
    }
    return ReportSize.fit(new NodeTaskReport(order.host(), order.grant(), results));
  }

  private void leaveOut(List<TaskOrder> group, String failed, List<TaskResult> results) {
    group.forEach(task -> results.add(TaskResults.notStarted(task, failed)));
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
      return tasks.run(order, task);
    } finally {
      progress.ended(task.task());
    }
  }
}
