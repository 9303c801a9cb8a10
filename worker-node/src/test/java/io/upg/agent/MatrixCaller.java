package io.upg.agent;

import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.common.RetryOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.upg.contract.NodeActivities;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskQueues;
import io.upg.contract.TemporalClients;
import java.time.Duration;

/** An orchestrator in a process of its own, which delivers an order until it is answered. */
public final class MatrixCaller {
  static final String QUEUE = "caller";

  private MatrixCaller() {}

  /** Impatient: a silence of one second ends a delivery, so that late ones are the rule. */
  @WorkflowInterface
  public interface Deliver {
    @WorkflowMethod
    NodeTaskReport deliver(NodeTaskOrder order);
  }

  public static final class DeliverImpl implements Deliver {
    @Override
    public NodeTaskReport deliver(NodeTaskOrder order) {
      return Workflow.newActivityStub(
              NodeActivities.class,
              ActivityOptions.newBuilder()
                  .setTaskQueue(TaskQueues.node(order.host()))
                  .setStartToCloseTimeout(Duration.ofMinutes(2))
                  .setHeartbeatTimeout(Duration.ofSeconds(1))
                  .setRetryOptions(
                      RetryOptions.newBuilder()
                          .setInitialInterval(Duration.ofMillis(100))
                          .setMaximumInterval(Duration.ofMillis(500))
                          .build())
                  .build())
          .runNodeTask(order);
    }
  }

  /**
   * @param arguments where Temporal listens
   */
  public static void main(String[] arguments) throws InterruptedException {
    WorkflowClient client = TemporalClients.client(arguments[0], "default");
    WorkerFactory factory = WorkerFactory.newInstance(client);
    factory.newWorker(QUEUE, options()).registerWorkflowImplementationTypes(DeliverImpl.class);
    PatientStart.start(factory);
    System.err.println("caller polls");
    Thread.currentThread().join();
  }

  /** The server in memory waits for ever for a dead caller whose cache holds a workflow. */
  private static WorkerOptions options() {
    return WorkerOptions.newBuilder().setStickyQueueScheduleToStartTimeout(Duration.ZERO).build();
  }
}
