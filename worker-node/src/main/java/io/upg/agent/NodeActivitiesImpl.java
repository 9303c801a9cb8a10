package io.upg.agent;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import io.upg.agent.journal.Journal;
import io.upg.agent.journal.Moment;
import io.upg.contract.FailureTypes;
import io.upg.contract.NodeActivities;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.Protocol;
import io.upg.metrics.Metric;
import io.upg.metrics.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's side of the contract: one call is one delivery of a node task. */
final class NodeActivitiesImpl implements NodeActivities {
  private static final Logger LOG = LoggerFactory.getLogger(NodeActivitiesImpl.class);

  /**
   * How often it is heard of while nothing changes: each time is a write at the server, and 60 s of
   * silence end a delivery.
   */
  private static final Duration HEARTBEAT = Duration.ofSeconds(40);

  /** What ends sooner is not heard of before: its report says more. */
  private static final Duration FIRST_HEARTBEAT = Duration.ofSeconds(2);

  /** The agent could not do its own part: its journal, say, takes no line. */
  private static final String FAILED = "upg.agent-failed";

  private final String host;
  private final Agent agent;

  NodeActivitiesImpl(Agent agent) {
    this.host = agent.config().host();
    this.agent = agent;
  }

  @Override
  public NodeTaskReport runNodeTask(NodeTaskOrder order) {
    return answer(order, () -> agent.tasks().join(order));
  }

  @Override
  public NodeTaskReport stopNodeTask(NodeTaskOrder order, String by) {
    LOG.info("host={} stops grant={} of project={}: {}", host, order.grant(), order.project(), by);
    return answer(order, () -> agent.tasks().stop(order, by));
  }

  private NodeTaskReport answer(NodeTaskOrder order, Supplier<NodeTasks.Running> task) {
    requireMine(order);
    try {
      NodeTaskReport report = follow(task.get());
      Moment.ANSWERING.reached();
      return report;
    } catch (RejectedExecutionException | InterruptedException e) {
      throw shuttingDown(e);
    } catch (ExecutionException e) {
      if (interrupted(e)) {
        throw shuttingDown(e);
      }
      String message = "the node task was cut short: " + e.getCause().getMessage();
      throw ApplicationFailure.newFailureWithCause(message, FAILED, e.getCause());
    }
  }

  private static boolean interrupted(Throwable e) {
    return e != null && (e instanceof InterruptedException || interrupted(e.getCause()));
  }

  private ApplicationFailure shuttingDown(Throwable cause) {
    return detached("the agent of '" + host + "' is shutting down", cause);
  }

  private void requireMine(NodeTaskOrder order) {
    if (!order.host().equals(host)) {
      Metrics.count(Metric.REFUSED_ORDERS, "wrong-host");
      throw ApplicationFailure.newNonRetryableFailure(
          "Agent of '%s' got an order for '%s' and refused it, nothing ran. Whoever sent it, or this agent, has the wrong name: look at --host of the agents of both, then retry"
              .formatted(host, order.host()),
          FailureTypes.WRONG_HOST);
    }
    if (order.protocol() > Protocol.NEWEST_UNDERSTOOD) {
      Metrics.count(Metric.REFUSED_ORDERS, "protocol");
      throw ApplicationFailure.newNonRetryableFailure(
          "Agent of '%s' (version %s, protocol %d) got an order of protocol %d, and understands those up to %d; nothing was run. Update the agent first (its package; docs/install-node.md), then run again"
              .formatted(
                  host,
                  OwnBuild.BUILD.version(),
                  Protocol.CURRENT,
                  order.protocol(),
                  Protocol.NEWEST_UNDERSTOOD),
          FailureTypes.PROTOCOL);
    }
    Journal journal = agent.journal();
    Optional<String> stale;
    try {
      stale = journal.accept(order, Instant.now());
    } catch (IOException e) {
      if (journal.closed()) {
        throw shuttingDown(e);
      }
      throw ApplicationFailure.newFailureWithCause(e.getMessage(), FAILED, e);
    }
    if (stale.isPresent()) {
      Metrics.count(Metric.REFUSED_ORDERS, "stale-grant");
      throw ApplicationFailure.newNonRetryableFailure(stale.get(), FailureTypes.STALE_GRANT);
    }
  }

  private NodeTaskReport follow(NodeTasks.Running task)
      throws InterruptedException, ExecutionException {
    ActivityExecutionContext delivery = Activity.getExecutionContext();
    long seen = 0;
    NodeTasks.awaitEnd(task, FIRST_HEARTBEAT);
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
    return ApplicationFailure.newFailureWithCause(message, FailureTypes.DETACHED, cause);
  }
}
