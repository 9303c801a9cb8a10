package io.upg.workflow;

import io.temporal.failure.ApplicationFailure;
import io.upg.contract.FailureTypes;
import io.upg.contract.NodeActivities;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One host's agent: does each delivery as the next of its behaviours says, the last one for ever.
 */
final class FakeAgent implements NodeActivities {
  private static final long BARRIER_SECONDS = 20;
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  interface Behaviour {
    NodeTaskReport answer(NodeTaskOrder order);
  }

  /** Runs the first task until it is stopped. */
  static final Behaviour HOLD =
      order -> {
        throw new AssertionError("only a name");
      };

  private final FakeStore store;
  private final Map<NodeTaskOrder, CompletableFuture<NodeTaskReport>> stops =
      new ConcurrentHashMap<>();
  private final List<Behaviour> behaviours;
  private final List<NodeTaskOrder> orders = new ArrayList<>();

  FakeAgent(FakeStore store, List<Behaviour> behaviours) {
    this.store = store;
    this.behaviours = behaviours;
  }

  @Override
  public NodeTaskReport runNodeTask(NodeTaskOrder order) {
    Behaviour behaviour;
    synchronized (this) {
      behaviour = behaviours.get(Math.min(orders.size(), behaviours.size() - 1));
      orders.add(order);
    }
    store.log("deliver " + order.tasks().get(0).task());
    return behaviour == HOLD ? hold(order) : behaviour.answer(order);
  }

  @Override
  public NodeTaskReport stopNodeTask(NodeTaskOrder order, String by) {
    store.log("stop " + order.tasks().get(0).task() + " by " + by);
    NodeTaskReport report = stopped(order, orders().contains(order), by);
    stops.computeIfAbsent(order, o -> new CompletableFuture<>()).complete(report);
    return report;
  }

  private static NodeTaskReport stopped(NodeTaskOrder order, boolean known, String by) {
    List<TaskResult> results = new ArrayList<>();
    for (TaskOrder task : order.tasks()) {
      results.add(
          known && results.isEmpty()
              ? result(task, TaskState.FAIL, "stopped by " + by)
              : result(task, TaskState.UNDO, null));
    }
    return report(order, results);
  }

  private NodeTaskReport hold(NodeTaskOrder order) {
    try {
      return stops
          .computeIfAbsent(order, o -> new CompletableFuture<>())
          .get(BARRIER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException unstopped) {
      return succeed(order);
    }
  }

  synchronized List<NodeTaskOrder> orders() {
    return List.copyOf(orders);
  }

  static NodeTaskReport succeed(NodeTaskOrder order) {
    TaskState state = order.direction() == Direction.RUN ? TaskState.DONE : TaskState.ROLLED_BACK;
    return report(order, order.tasks().stream().map(task -> result(task, state, null)).toList());
  }

  /** The first task fails, the rest is never started. */
  static NodeTaskReport fail(NodeTaskOrder order) {
    List<TaskResult> results = new ArrayList<>();
    for (TaskOrder task : order.tasks()) {
      results.add(
          results.isEmpty()
              ? result(task, TaskState.FAIL, "exit code 3")
              : result(task, TaskState.UNDO, null));
    }
    return report(order, results);
  }

  static NodeTaskReport crash(NodeTaskOrder order) {
    throw new IllegalStateException("journal cannot be written: no space left on device");
  }

  static NodeTaskReport forget(NodeTaskOrder order) {
    return report(order, List.of(result(order.tasks().get(0), TaskState.DONE, null)));
  }

  static Behaviour detach(String message) {
    return order -> {
      throw ApplicationFailure.newFailure(message, FailureTypes.DETACHED);
    };
  }

  static Behaviour refuse(String type, String message) {
    return order -> {
      throw ApplicationFailure.newNonRetryableFailure(message, type);
    };
  }

  /** Succeeds when as many node tasks as the barrier counts run at once; else fails. */
  static Behaviour together(CyclicBarrier barrier) {
    return order -> {
      try {
        barrier.await(BARRIER_SECONDS, TimeUnit.SECONDS);
        return succeed(order);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
        return fail(order);
      }
    };
  }

  private static NodeTaskReport report(NodeTaskOrder order, List<TaskResult> results) {
    return new NodeTaskReport(order.host(), order.grant(), results);
  }

  private static TaskResult result(TaskOrder task, TaskState state, String error) {
    return new TaskResult(task.number(), task.task(), state, null, error, null, "output", NOW, NOW);
  }
}
