package io.upg.agent;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import io.upg.agent.journal.Journal;
import io.upg.contract.FailureTypes;
import io.upg.contract.NodeActivities;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's side of the contract: one call is one delivery of a node task. */
final class NodeActivitiesImpl implements NodeActivities {
  private static final Logger LOG = LoggerFactory.getLogger(NodeActivitiesImpl.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** This delivery is given up, the node task goes on: the next delivery joins or is answered. */
  private static final String DETACHED = "upg.detached";

  private final String host;
  private final Journal journal;
  private final NodeTasks tasks;
  private final Clock clock;

  NodeActivitiesImpl(String host, Journal journal, NodeTasks tasks, Clock clock) {
    this.host = host;
    this.journal = journal;
    this.tasks = tasks;
    this.clock = clock;
  }

  @Override
  public NodeTaskReport runNodeTask(NodeTaskOrder order) {
    requireMine(order);
    try {
      return follow(tasks.join(order));
    } catch (RejectedExecutionException | InterruptedException e) {
      throw detached("the agent of '" + host + "' is shutting down", e);
    } catch (ExecutionException e) {
      throw detached("the node task was cut short: " + e.getCause().getMessage(), e.getCause());
    }
  }

  private void requireMine(NodeTaskOrder order) {
    if (!order.host().equals(host)) {
      throw ApplicationFailure.newNonRetryableFailure(
          "Agent of '%s' got an order for '%s'; look for two agents on one queue"
              .formatted(host, order.host()),
          FailureTypes.WRONG_HOST);
    }
    Optional<String> stale;
    try {
      stale = journal.accept(order, clock.instant());
    } catch (IOException e) {
      throw detached(e.getMessage(), e);
    }
    if (stale.isPresent()) {
      throw ApplicationFailure.newNonRetryableFailure(stale.get(), FailureTypes.STALE_GRANT);
    }
  }

  private NodeTaskReport follow(NodeTasks.Running task)
      throws InterruptedException, ExecutionException {
    ActivityExecutionContext delivery = Activity.getExecutionContext();
    long seen = 0;
    while (true) {
      NodeTasks.awaitNews(task, seen, HEARTBEAT);
      if (task.report().isDone()) {
        return task.report().get();
      }
      seen = task.progress().version();
      heartbeat(delivery, task);
    }
  }

  /**
   * Every exception of a heartbeat only says that this delivery is over, also a "cancel": the SDK
   * throws that in an outage, too. What runs goes on and is journalled.
   */
  private void heartbeat(ActivityExecutionContext delivery, NodeTasks.Running task) {
    try {
      delivery.heartbeat(task.progress().now());
    } catch (ActivityCompletionException e) {
      LOG.info(
          "host={} gives up a delivery, its tasks go on: {}", host, e.getClass().getSimpleName());
      throw detached("the delivery ended before its tasks: " + e.getMessage(), e);
    }
  }

  private static ApplicationFailure detached(String message, Throwable cause) {
    return ApplicationFailure.newFailureWithCause(message, DETACHED, cause);
  }
}
