package io.upg.bench;

import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.WorkflowIds;
import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.PlanStore;
import io.upg.store.query.StatusDocument;
import io.upg.store.query.StatusQuery;
import io.upg.workflow.ShardCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** upg itself: a stored project, the command {@code run}, results in PostgreSQL. */
final class UpgFanOut implements FanOut {
  private static final Duration WORKFLOW_LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 50;

  private final WorkflowClient client;
  private final Database database;
  private final Path projects;
  private final String range;
  private final Map<String, Integer> runs = new HashMap<>();

  /**
   * @param projects where their files are written
   * @param range the hosts, as an inventory names them
   */
  UpgFanOut(Deployment deployment, Path projects, String range) {
    this.client = deployment.client();
    this.database = deployment.database();
    this.projects = projects;
    this.range = range;
  }

  @Override
  public void prepare(String name, List<String> hosts) throws Exception {
    store(BenchProject.single(name, range));
  }

  /** Compiles and stores it, and waits until the orchestrator has taken it up. */
  void store(BenchProject project) throws Exception {
    new PlanStore(database).save(project.compile(projects.resolve(project.name())), "bench");
    long limit = System.nanoTime() + WORKFLOW_LIMIT.toNanos();
    while (!taken(project.name())) {
      if (System.nanoTime() > limit) {
        throw new IllegalStateException(
            "No orchestrator took up project %s in %s".formatted(project.name(), WORKFLOW_LIMIT));
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private boolean taken(String project) {
    try {
      client.newUntypedWorkflowStub(WorkflowIds.project(project)).describe();
      return true;
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }

  @Override
  public void run(String name, List<String> hosts) throws Exception {
    awaitEnd(name, command(name));
    StatusDocument status = new StatusQuery(database).of(name);
    Map<TaskState, Integer> counts = status.counts();
    if (!counts.equals(Map.of(TaskState.DONE, hosts.size()))) {
      throw new IllegalStateException(
          "Project %s ended with %s; %s".formatted(name, counts, status.waitingFor()));
    }
  }

  /** Gives the command {@code run}, and returns the run's number. */
  int command(String project) {
    CommandRequest request = CommandRequest.of(CommandKind.RUN, project + "-run", "bench").build();
    CommandAnswer answer =
        client
            .newUntypedWorkflowStub(WorkflowIds.project(project))
            .startUpdate(
                UpdateOptions.newBuilder(CommandAnswer.class)
                    .setUpdateName("command")
                    .setUpdateId(request.id())
                    .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                    .build(),
                request)
            .getResult();
    if (!answer.accepted()) {
      throw new IllegalStateException(answer.refusal().message());
    }
    runs.put(project, answer.run());
    return answer.run();
  }

  /** Returns when the run is closed in PostgreSQL. */
  void awaitEnd(String project, int run) {
    client.newUntypedWorkflowStub(WorkflowIds.run(project, run)).getResult(Void.class);
  }

  @Override
  public long lost(String name, List<String> hosts) {
    int run = runs.get(name);
    long lost = 0;
    for (int shard = 1; shard <= shards(name, run); shard++) {
      WorkflowStub workflow = client.newUntypedWorkflowStub(WorkflowIds.shard(name, run, 1, shard));
      ShardCounts counts = workflow.getResult(ShardCounts.class);
      lost += counts.deliveries() - counts.nodeTasks();
    }
    return lost;
  }

  private int shards(String project, int run) {
    return database.tx(
        tx ->
            tx.one(
                """
                select count(*) from run_shard s join project p on p.id = s.project_id
                where p.name = ? and s.run = ? and s.batch = 1
                """,
                row -> row.getInt(1),
                project,
                run));
  }
}
