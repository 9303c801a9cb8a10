package io.upg.bench;

import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateStage;
import io.upg.artifact.ArtifactClient;
import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.WorkflowIds;
import io.upg.plan.compile.Compiled;
import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.PlanStore;
import io.upg.store.query.StatusDocument;
import io.upg.store.query.StatusQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** The product from outside, by the doors that the command line uses. */
final class Upg {
  private static final Duration WORKFLOW_LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 50;

  private final WorkflowClient client;
  private final Database database;
  private final String artifacts;
  private final Path projects;

  /**
   * @param projects where the projects' files are written
   */
  Upg(Deployment deployment, Path projects) {
    this.client = deployment.client();
    this.database = deployment.database();
    this.artifacts = deployment.artifacts();
    this.projects = projects;
  }

  /** Compiles and stores it, and waits until the orchestrator has taken it up. */
  void store(BenchProject project) throws Exception {
    save(project.compile(projects.resolve(project.name())));
  }

  /** The same, with the files that real agents fetch. */
  void publish(BenchProject project) throws Exception {
    Path folder = projects.resolve(project.name());
    Compiled compiled = project.compile(folder);
    Map<String, Path> files = new HashMap<>();
    compiled.files().forEach((sha256, path) -> files.put(sha256, folder.resolve(path)));
    new ArtifactClient(artifacts, ArtifactClient.Limits.USUAL).put(compiled.documents(), files);
    save(compiled);
  }

  private void save(Compiled project) throws InterruptedException {
    String name = project.plan().project();
    new PlanStore(database).save(project, "bench");
    long limit = System.nanoTime() + WORKFLOW_LIMIT.toNanos();
    while (!taken(name)) {
      if (System.nanoTime() > limit) {
        throw new IllegalStateException(
            "No orchestrator took up project %s in %s".formatted(name, WORKFLOW_LIMIT));
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

  static CommandRequest.Builder request(CommandKind kind) {
    return CommandRequest.of(kind, UUID.randomUUID().toString(), "bench");
  }

  /** Gives a command that runs tasks, and returns the number of the run that it started. */
  int command(String project, CommandRequest request) {
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
    return answer.run();
  }

  /** Returns when the run is closed in PostgreSQL. */
  void awaitEnd(String project, int run) {
    client.newUntypedWorkflowStub(WorkflowIds.run(project, run)).getResult(Void.class);
  }

  /** How long it takes until status shows a task that is not as before the run. */
  Duration awaitBegin(String project) {
    long start = System.nanoTime();
    Map<TaskState, Integer> before = status(project).counts();
    while (status(project).counts().equals(before)) {
      LockSupport.parkNanos(Duration.ofMillis(LOOK_MILLIS).toNanos());
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  StatusDocument status(String project) {
    return new StatusQuery(database).of(project);
  }

  /** Throws if the recorded states are not these. */
  void require(String project, Map<TaskState, Integer> expected) {
    StatusDocument status = status(project);
    if (!status.counts().equals(expected)) {
      throw new IllegalStateException(
          "Project %s has %s, expected %s; it waits for: %s"
              .formatted(project, status.counts(), expected, status.waitingFor()));
    }
  }
}
