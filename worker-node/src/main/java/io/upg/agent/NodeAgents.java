package io.upg.agent;

import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.upg.contract.TaskQueues;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Any number of agents in one process, one worker each, on one connection. */
public final class NodeAgents implements AutoCloseable {
  /** More than one, so that a delivery that joins a running node task need not wait behind it. */
  private static final int SLOTS = 8;

  private static final long SHUTDOWN_SECONDS = 10;

  private final WorkerFactory factory;

  private NodeAgents(WorkerFactory factory) {
    this.factory = factory;
  }

  /**
   * Starts every agent, or none. The client stays the caller's.
   *
   * @throws IllegalStateException if one of them cannot start, naming it and why
   */
  public static NodeAgents start(WorkflowClient client, List<AgentConfig> configs) {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkflowCacheSize(1)
                .setMaxWorkflowThreadCount(2)
                .build());
    for (AgentConfig config : configs) {
      Worker worker = factory.newWorker(TaskQueues.node(config.host()), options(config));
      worker.registerActivitiesImplementations(new NodeActivitiesImpl(config));
    }
    factory.start();
    return new NodeAgents(factory);
  }

  /** Without workflow types the SDK starts no workflow poller. */
  private static WorkerOptions options(AgentConfig config) {
    return WorkerOptions.newBuilder()
        .setIdentity("upg-node " + config.host())
        .setMaxConcurrentActivityTaskPollers(1)
        .setMaxConcurrentActivityExecutionSize(SLOTS)
        .setMaxConcurrentLocalActivityExecutionSize(1)
        .setMaxConcurrentNexusExecutionSize(1)
        .setDisableEagerExecution(true)
        .build();
  }

  /**
   * Takes no new order, lets running scripts end for {@link AgentConfig#endGrace}, then stops them;
   * their ends are in the journal. The services of sandbox hosts are stopped. Leaves no process.
   */
  @Override
  public void close() {
    factory.shutdown();
    factory.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
  }
}
