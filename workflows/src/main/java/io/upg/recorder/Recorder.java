package io.upg.recorder;

import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.upg.contract.TaskQueues;
import io.upg.life.SignsOfLife;
import io.upg.metrics.Metric;
import io.upg.metrics.Metrics;
import io.upg.store.Database;
import io.upg.store.LiveStore;
import io.upg.store.ResultStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running recorder. Of several, one shows what is under way. */
public final class Recorder implements AutoCloseable {
  /** The longest that a result waits by default. */
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Each shard has one call under way; all of them may wait for the same commit. */
  private static final int CALLS = 500;

  private static final long CLOSE_SECONDS = 10;

  private final WorkerFactory workers;
  private final SignsOfLife signs;
  private final GroupCommit commits;
  private final LiveProjector projector;

  private Recorder(
      WorkerFactory workers, SignsOfLife signs, GroupCommit commits, LiveProjector projector) {
    this.workers = workers;
    this.signs = signs;
    this.commits = commits;
    this.projector = projector;
  }

  /**
   * Starts polling. The client and the database stay the caller's.
   *
   * @param interval at most one commit in it
   */
  public static Recorder start(WorkflowClient client, Database database, Duration interval) {
    ResultStore results = new ResultStore(database);
    GroupCommit commits = new GroupCommit(interval, results::commit, new ThreadSchedule());
    Metrics.read(Metric.QUEUE_AGE, () -> Map.of(List.of(), commits.age().toNanos() / 1e9));
    SignsOfLife signs = new SignsOfLife();
    WorkerFactory workers =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setWorkerInterceptors(signs).build());
    Worker worker =
        workers.newWorker(
            TaskQueues.RECORDER,
            WorkerOptions.newBuilder().setMaxConcurrentActivityExecutionSize(CALLS).build());
    worker.registerActivitiesImplementations(new RecorderActivitiesImpl(commits));
    workers.start();
    LiveProjector projector =
        LiveProjector.start(new TemporalLook(client), new LiveStore(database));
    return new Recorder(workers, signs, commits, projector);
  }

  /** Answers what has arrived, then ends. */
  @Override
  public void close() {
    projector.close();
    workers.shutdown();
    workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    signs.close();
    commits.close();
  }
}
