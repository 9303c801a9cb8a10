package io.upg.bench.bare;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs bare fan-outs. */
public final class BareWorker implements AutoCloseable {
  private static final String QUEUE = "bench-bare";
  private static final int CACHED_WORKFLOWS = 600;
  private static final int WORKFLOW_THREADS = 1_200;
  private static final long CLOSE_SECONDS = 5;

  private final WorkflowClient client;
  private final WorkerFactory workers;

  private BareWorker(WorkflowClient client, WorkerFactory workers) {
    this.client = client;
    this.workers = workers;
  }

  public static BareWorker start(WorkflowClient client) {
    WorkerFactory workers =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkflowCacheSize(CACHED_WORKFLOWS)
                .setMaxWorkflowThreadCount(WORKFLOW_THREADS)
                .build());
    Worker worker = workers.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(BareRunImpl.class, BareShardImpl.class);
    workers.start();
    return new BareWorker(client, workers);
  }

  /**
   * Returns when every host has answered.
   *
   * @param name of the run, never used before on this server
   * @return how many hosts answered
   */
  public int run(String name, List<String> hosts, BareLimits limits) {
    BareRun run =
        client.newWorkflowStub(
            BareRun.class,
            WorkflowOptions.newBuilder().setWorkflowId(name).setTaskQueue(QUEUE).build());
    return run.run(name, hosts, limits);
  }

  @Override
  public void close() {
    workers.shutdownNow();
    workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
