package io.upg.orchestrator;

import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.upg.artifact.ArtifactClient;
import io.upg.contract.TaskQueues;
import io.upg.life.SignsOfLife;
import io.upg.metrics.Metric;
import io.upg.metrics.Metrics;
import io.upg.store.CommandStore;
import io.upg.store.Database;
import io.upg.store.GrantStore;
import io.upg.store.PlanStore;
import io.upg.store.RunStore;
import io.upg.store.query.StatusQuery;
import io.upg.workflow.ProjectWorkflowImpl;
import io.upg.workflow.RunWorkflowImpl;
import io.upg.workflow.ShardWorkflowImpl;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A running orchestrator. */
public final class Orchestrator implements AutoCloseable {
  /** A batch of 10,000 hosts is some hundred shards; each one that is cached holds a thread. */
  private static final int CACHED_WORKFLOWS = 600;

  private static final int WORKFLOW_THREADS = 1200;
  private static final long CLOSE_SECONDS = 10;

  private final WorkerFactory workers;
  private final SignsOfLife signs;
  private final ProjectStarter starter;

  private Orchestrator(WorkerFactory workers, SignsOfLife signs, ProjectStarter starter) {
    this.workers = workers;
    this.signs = signs;
    this.starter = starter;
  }

  /**
   * Starts polling, and looking after open projects. Client and database stay the caller's.
   *
   * @param artifacts the artifact server; without it patches are refused
   */
  public static Orchestrator start(
      WorkflowClient client, Database database, Optional<ArtifactClient> artifacts) {
    SignsOfLife signs = new SignsOfLife();
    WorkerFactory workers =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(signs)
                .setWorkflowCacheSize(CACHED_WORKFLOWS)
                .setMaxWorkflowThreadCount(WORKFLOW_THREADS)
                .build());
    Worker worker = workers.newWorker(TaskQueues.ORCHESTRATOR);
    PlanStore plans = new PlanStore(database);
    Metrics.read(Metric.TASKS, new TaskCounts(database));
    registerWorkflows(worker);
    registerActivities(worker, database, plans, artifacts);
    workers.start();
    return new Orchestrator(
        workers,
        signs,
        ProjectStarter.start(plans::openProjects, client, new AttributeRegistration(client)));
  }

  /** Every workflow of upg. */
  static void registerWorkflows(Worker worker) {
    worker.registerWorkflowImplementationTypes(
        ProjectWorkflowImpl.class, RunWorkflowImpl.class, ShardWorkflowImpl.class);
  }

  /** Everything by which workflows reach the store. */
  static void registerActivities(
      Worker worker, Database database, PlanStore plans, Optional<ArtifactClient> artifacts) {
    RunStore runs = new RunStore(database, plans);
    CommandStore commands = new CommandStore(database, plans);
    PatchPublisher patches = new PatchPublisher(commands, artifacts);
    worker.registerActivitiesImplementations(
        new ProjectActivitiesImpl(commands, patches, runs, new StatusQuery(database)),
        new RunActivitiesImpl(runs),
        new ShardActivitiesImpl(new GrantStore(database, plans)));
  }

  /** Lets running activities end; workflows go on with the next orchestrator. */
  @Override
  public void close() {
    starter.close();
    workers.shutdown();
    workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    signs.close();
  }
}
