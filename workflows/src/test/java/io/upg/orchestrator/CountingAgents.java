package io.upg.orchestrator;

import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.upg.contract.NodeActivities;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskQueues;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Agents that run nothing, count what they would have run, and fail where they are told to. */
final class CountingAgents implements AutoCloseable {
  private final WorkerFactory workers;
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> runs = new TreeMap<>();

  CountingAgents(WorkflowClient client, List<String> hosts) {
    workers = WorkerFactory.newInstance(client);
    for (String host : hosts) {
      WorkerOptions onePoller =
          WorkerOptions.newBuilder().setMaxConcurrentActivityTaskPollers(1).build();
      Worker worker = workers.newWorker(TaskQueues.node(host), onePoller);
      worker.registerActivitiesImplementations(new Activities());
    }
    workers.start();
  }

  private final class Activities implements NodeActivities {
    @Override
    public NodeTaskReport runNodeTask(NodeTaskOrder order) {
      return answer(order);
    }

    @Override
    public NodeTaskReport stopNodeTask(NodeTaskOrder order, String by) {
      throw new UnsupportedOperationException("these run nothing that could be stopped");
    }
  }

  void breakTask(String task) {
    broken.add(task);
  }

  void mend(String task) {
    broken.remove(task);
  }

  /** How often each task was run; those taken back have a minus before their id. */
  synchronized Map<String, Integer> runs() {
    return new TreeMap<>(runs);
  }

  private synchronized NodeTaskReport answer(NodeTaskOrder order) {
    List<TaskResult> results = new ArrayList<>();
    boolean failed = false;
    for (List<TaskOrder> group : order.groups()) {
      boolean skip = failed;
      for (TaskOrder task : group) {
        results.add(skip ? result(task, TaskState.UNDO, null) : run(task, order.direction()));
      }
      failed = results.stream().anyMatch(result -> result.state().failed());
    }
    return new NodeTaskReport(order.host(), order.grant(), results);
  }

  private TaskResult run(TaskOrder task, Direction direction) {
    runs.merge((direction == Direction.RUN ? "" : "-") + task.task(), 1, Integer::sum);
    TaskState bad = direction == Direction.RUN ? TaskState.FAIL : TaskState.ROLLBACK_FAIL;
    TaskState good = direction == Direction.RUN ? TaskState.DONE : TaskState.ROLLED_BACK;
    return broken.contains(task.task())
        ? result(task, bad, "exit code 3")
        : result(task, good, null);
  }

  private static TaskResult result(TaskOrder task, TaskState state, String error) {
    Instant now = state == TaskState.UNDO ? null : Instant.now();
    return new TaskResult(
        task.number(), task.task(), state, error == null ? 0 : 3, error, null, null, now, now);
  }

  @Override
  public void close() {
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
  }
}
