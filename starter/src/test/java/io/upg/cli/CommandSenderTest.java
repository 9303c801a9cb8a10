package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.ProjectActivities;
import io.upg.contract.ProjectOutline;
import io.upg.contract.RunStop;
import io.upg.contract.TaskQueues;
import io.upg.contract.TemporalClients;
import io.upg.contract.WorkflowIds;
import io.upg.temporal.OnEitherTemporal;
import io.upg.temporal.TestTemporal;
import io.upg.workflow.ProjectInput;
import io.upg.workflow.ProjectWorkflow;
import io.upg.workflow.ProjectWorkflowImpl;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEitherTemporal
class CommandSenderTest {
  private static final CommandSender.Limits SHORT =
      new CommandSender.Limits(
          Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(1500));
  private static final CommandSender.Limits LONG =
      new CommandSender.Limits(
          Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));
  private static final CommandRequest PAUSE =
      CommandRequest.of(CommandKind.PAUSE, "id-1", "ann").build();

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private TestWorkflowEnvironment temporal;

  @BeforeEach
  void start() {
    temporal = TestTemporal.inRealTime();
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  @Test
  void a_command_is_answered_by_the_projects_workflow() {
    startOrchestrator();
    startWorkflow();

    CommandAnswer answer = send(temporal.getWorkflowClient(), LONG);

    assertThat(answer.notes()).containsExactly("pause by ann");
  }

  @Test
  void a_project_compiled_a_moment_ago_is_waited_for() {
    startOrchestrator();
    CompletableFuture<CommandAnswer> answer =
        CompletableFuture.supplyAsync(() -> send(temporal.getWorkflowClient(), LONG));
    waitUntilSaid("Waiting up to 20s");

    startWorkflow();

    assertThat(answer.join().notes()).containsExactly("pause by ann");
  }

  @Test
  void a_project_without_a_workflow_is_told_after_the_limit() {
    assertThatThrownBy(() -> send(temporal.getWorkflowClient(), SHORT))
        .isInstanceOf(Unavailable.class)
        .hasMessageContainingAll("'spring' has no workflow", "upg serve orchestrator");
  }

  @Test
  void an_orchestrator_that_does_not_answer_is_told_after_the_limit() {
    startWorkflow();

    assertThatThrownBy(() -> send(temporal.getWorkflowClient(), SHORT))
        .isInstanceOf(Unavailable.class)
        .hasMessageContainingAll("No orchestrator answered for project 'spring'", "upg status");
  }

  @Test
  void a_temporal_that_does_not_answer_is_named() {
    WorkflowClient nowhere = TemporalClients.client("127.0.0.1:1", "default");

    assertThatThrownBy(() -> send(nowhere, SHORT))
        .isInstanceOf(Unavailable.class)
        .hasMessageContainingAll("Temporal at there does not answer", "--temporal");
    nowhere.getWorkflowServiceStubs().shutdownNow();
  }

  private CommandAnswer send(WorkflowClient client, CommandSender.Limits limits) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    CliContext context = new CliContext(stream, stream, Map.of(), Clock.systemUTC());
    return new CommandSender(context, "there", client, limits).send("spring", PAUSE);
  }

  private void waitUntilSaid(String text) {
    while (!err.toString(StandardCharsets.UTF_8).contains(text)) {
      Thread.onSpinWait();
    }
  }

  private void startOrchestrator() {
    Worker worker = temporal.newWorker(TaskQueues.ORCHESTRATOR);
    worker.registerWorkflowImplementationTypes(ProjectWorkflowImpl.class);
    worker.registerActivitiesImplementations(new Judge());
    temporal.start();
  }

  private void startWorkflow() {
    ProjectWorkflow workflow =
        temporal
            .getWorkflowClient()
            .newWorkflowStub(
                ProjectWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(WorkflowIds.project("spring"))
                    .setTaskQueue(TaskQueues.ORCHESTRATOR)
                    .build());
    WorkflowClient.start(workflow::serve, new ProjectInput("spring"));
  }

  /** Accepts everything and repeats what it was asked. */
  private static final class Judge implements ProjectActivities {
    @Override
    public CommandAnswer judge(String project, CommandRequest command) {
      String note = command.kind().word() + " by " + command.who();
      return new CommandAnswer(command.kind(), null, 0, false, 0, List.of(), List.of(note));
    }

    @Override
    public void refuse(String project, CommandRequest command, String problem) {}

    @Override
    public List<Integer> openRuns(String project) {
      return List.of();
    }

    @Override
    public ProjectOutline outline(String project) {
      return new ProjectOutline("ready", null, null, Map.of(), null, List.of());
    }

    @Override
    public List<RunStop> stops(String project) {
      return List.of();
    }
  }
}
