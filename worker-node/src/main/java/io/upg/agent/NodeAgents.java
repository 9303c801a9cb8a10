package io.upg.agent;

import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.upg.contract.AgentIdentity;
import io.upg.contract.TaskQueues;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Any number of agents in one process, one worker each, on one connection. */
public final class NodeAgents implements AutoCloseable {
  /** More than one, so that a delivery that joins a running node task need not wait behind it. */
  private static final int SLOTS = 8;

  private static final long SHUTDOWN_SECONDS = 10;

  /** How often heartbeats reach the server at the most: each is a write there. */
  private static final Duration HEARTBEATS = Duration.ofSeconds(20);

  private final LocalAgents agents;
  private final WorkerFactory factory;

  private NodeAgents(LocalAgents agents, WorkerFactory factory) {
    this.agents = agents;
    this.factory = factory;
  }

  /**
   * Starts every agent, or none, and returns when they poll: where Temporal does not answer, it is
   * asked until it does. The client stays the caller's.
   *
   * @throws IllegalStateException if one of them cannot start, naming it and why
   */
  public static NodeAgents start(WorkflowClient client, List<AgentConfig> configs) {
    LocalAgents agents = LocalAgents.open(configs);
    try {
      agents.boot();
      WorkerFactory factory = WorkerFactory.newInstance(client, factoryOptions());
      for (Agent agent : agents.all()) {
        String host = agent.config().host();
        Worker worker = factory.newWorker(TaskQueues.node(host), options(host));
        worker.registerActivitiesImplementations(agent.activities());
      }
      PatientStart.start(factory);
      return new NodeAgents(agents, factory);
    } catch (RuntimeException e) {
      agents.close();
      throw e;
    }
  }

  private static WorkerFactoryOptions factoryOptions() {
    return WorkerFactoryOptions.newBuilder()
        .setWorkflowCacheSize(1)
        .setMaxWorkflowThreadCount(2)
        .build();
  }

  /** Without workflow types the SDK starts no workflow poller. */
  private static WorkerOptions options(String host) {
    return WorkerOptions.newBuilder()
        .setIdentity(new AgentIdentity(host, OwnBuild.BUILD).text())
        .setMaxConcurrentActivityTaskPollers(1)
        .setMaxConcurrentActivityExecutionSize(SLOTS)
        .setMaxConcurrentLocalActivityExecutionSize(1)
        .setMaxConcurrentNexusExecutionSize(1)
        .setDisableEagerExecution(true)
        .setAllowActivityHeartbeatDuringShutdown(true)
        .setMaxHeartbeatThrottleInterval(HEARTBEATS)
        .build();
  }

  /**
   * Takes no new order and lets running tasks end for {@link AgentConfig#endGrace}. Scripts that
   * take longer go on, and the next agent finds them. On sandbox hosts they are stopped, as all
   * services: those leave no process.
   */
  @Override
  public void close() {
    factory.shutdown();
    agents.endTasks();
    factory.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    factory.shutdownNow();
    agents.close();
  }
}
