package io.upg.agent;

import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.metrics.Metric;
import io.upg.metrics.Metrics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The node tasks under way on one host. They run in threads of their own, so that a delivery which
 * is given up (an outage, a timeout) ends nothing: the next one joins.
 */
final class NodeTasks {

  /** One under way, or just ended. */
  record Running(CompletableFuture<NodeTaskReport> report, Progress progress, Stop stop) {}

  private final TaskRunner tasks;
  private final ExecutorService threads;
  private final ConcurrentHashMap<NodeTaskOrder, Running> running = new ConcurrentHashMap<>();

  NodeTasks(TaskRunner tasks, ExecutorService threads) {
    this.tasks = tasks;
    this.threads = threads;
  }

  /**
   * The same order again joins the one under way.
   *
   * @throws RejectedExecutionException if the agent shuts down
   */
  Running join(NodeTaskOrder order) {
    return running.computeIfAbsent(order, o -> start(o, new Stop()));
  }

  /**
   * Stops the one under way; else says of each task what is known, and starts none.
   *
   * @throws RejectedExecutionException if the agent shuts down
   */
  Running stop(NodeTaskOrder order, String by) {
    Stop stop = new Stop();
    stop.demand(by);
    Running stopped = running.computeIfAbsent(order, o -> start(o, stop));
    stopped.stop().demand(by);
    return stopped;
  }

  private Running start(NodeTaskOrder order, Stop stop) {
    Progress progress = new Progress(order.tasks().size());
    Running started = new Running(new CompletableFuture<>(), progress, stop);
    NodeTask work = new NodeTask(order, tasks, threads, progress, stop);
    threads.execute(() -> run(order, work, started));
    return started;
  }

  private void run(NodeTaskOrder order, NodeTask work, Running started) {
    Metrics.add(Metric.NODE_TASKS, 1);
    try {
      started.report().complete(work.run());
    } catch (Throwable e) {
      started.report().completeExceptionally(e);
    } finally {
      running.remove(order);
      Metrics.add(Metric.NODE_TASKS, -1);
      started.progress().changed();
    }
  }

  /** Waits until the node task has ended, or the limit has passed. */
  static void awaitEnd(Running task, Duration limit) throws InterruptedException {
    try {
      task.report().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException later) {
      // Whoever follows it sees how it ended.
    }
  }

  /** Waits until the node task has ended, something has changed, or the limit has passed. */
  static void awaitNews(Running task, long seen, Duration limit) throws InterruptedException {
    if (!task.report().isDone()) {
      task.progress().awaitChange(seen, limit);
    }
  }
}
