package io.upg.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.testing.TestWorkflowEnvironment;
import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.WorkflowIds;
import io.upg.plan.cut.Selection;
import io.upg.plan.model.TaskState;
import io.upg.recorder.Recorder;
import io.upg.store.StoreHarness;
import io.upg.store.TestPlans;
import io.upg.temporal.OnEitherTemporal;
import io.upg.temporal.TestTemporal;
import io.upg.workflow.ProjectWorkflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orchestrator, two recorders and the real store on PostgreSQL; agents that only count. */
@OnEitherTemporal
class OrchestratorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> HOSTS = List.of("h1", "h2", "h3");

  private final StoreHarness store = new StoreHarness();
  private final TestWorkflowEnvironment temporal = TestTemporal.inRealTime();
  private final WorkflowClient client = temporal.getWorkflowClient();
  private final CountingAgents agents = new CountingAgents(client, HOSTS);
  private final Recorder recorder = Recorder.start(client, store.database, Recorder.INTERVAL);
  private final Recorder second = Recorder.start(client, store.database, Recorder.INTERVAL);
  private Orchestrator orchestrator = Orchestrator.start(client, store.database, Optional.empty());

  @AfterEach
  void close() {
    orchestrator.close();
    second.close();
    recorder.close();
    agents.close();
    temporal.close();
    store.close();
  }

  @Test
  void a_stored_project_gets_its_workflow_and_is_run_to_its_end() {
    store.save(TestPlans.of("spring", 3).phase("data", 2, "stop", "start").compiled());

    CommandAnswer answer = command("spring", "c1", CommandKind.RUN);

    assertThat(answer.accepted()).isTrue();
    awaitRun("spring", 1);
    assertThat(runState("spring", 1)).isEqualTo("done");
    assertThat(store.states("spring").values()).hasSize(6).containsOnly(TaskState.DONE);
    assertThat(Set.copyOf(agents.runs().values())).containsExactly(1);
  }

  @Test
  void a_failed_task_stops_the_next_batch_and_the_next_run_runs_only_what_is_not_done() {
    store.save(TestPlans.of("spring", 3).phase("data", 2, "stop", "start").compiled());
    agents.breakTask("h1_stop_nova");

    command("spring", "c1", CommandKind.RUN);
    awaitRun("spring", 1);

    assertThat(runState("spring", 1)).isEqualTo("stopped");
    assertThat(store.states("spring"))
        .containsEntry("h1_stop_nova", TaskState.FAIL)
        .containsEntry("h1_start_nova", TaskState.UNDO)
        .containsEntry("h2_start_nova", TaskState.DONE)
        .containsEntry("h3_stop_nova", TaskState.UNDO);

    agents.mend("h1_stop_nova");
    command("spring", "c2", CommandKind.RUN);
    awaitRun("spring", 2);

    assertThat(store.states("spring").values()).containsOnly(TaskState.DONE);
    assertThat(agents.runs())
        .isEqualTo(
            Map.of(
                "h1_stop_nova", 2,
                "h1_start_nova", 1,
                "h2_stop_nova", 1,
                "h2_start_nova", 1,
                "h3_stop_nova", 1,
                "h3_start_nova", 1));
  }

  @Test
  void a_rollback_takes_all_back_but_what_is_behind_a_failure_and_a_retry_goes_on_with_that() {
    store.save(TestPlans.of("spring", 3).phase("data", 2, "stop", "start").compiled());
    command("spring", "c1", CommandKind.RUN);
    awaitRun("spring", 1);
    agents.breakTask("h3_start_nova");

    command("spring", all("c2", CommandKind.ROLLBACK));
    awaitRun("spring", 2);

    assertThat(runState("spring", 2)).isEqualTo("stopped");
    assertThat(store.states("spring"))
        .containsEntry("h1_stop_nova", TaskState.ROLLED_BACK)
        .containsEntry("h2_start_nova", TaskState.ROLLED_BACK)
        .containsEntry("h3_start_nova", TaskState.ROLLBACK_FAIL)
        .containsEntry("h3_stop_nova", TaskState.DONE);

    agents.mend("h3_start_nova");
    command("spring", all("c3", CommandKind.RETRY));
    awaitRun("spring", 3);
    command("spring", all("c4", CommandKind.ROLLBACK));
    awaitRun("spring", 4);

    assertThat(store.states("spring").values()).containsOnly(TaskState.ROLLED_BACK);
    assertThat(agents.runs())
        .containsEntry("-h3_start_nova", 2)
        .containsEntry("-h3_stop_nova", 1)
        .containsEntry("-h1_stop_nova", 1)
        .containsEntry("h1_stop_nova", 1);
  }

  private static CommandRequest all(String id, CommandKind kind) {
    Selection all = new Selection(null, null, null, null, null, false, true);
    return CommandRequest.of(kind, id, "ann").selection(all).build();
  }

  @Test
  void a_run_that_was_judged_while_no_orchestrator_ran_is_run_by_the_next_one() {
    orchestrator.close();
    store.save(TestPlans.of("spring", 3).phase("data", 3, "stop").compiled());
    store.run("spring");

    orchestrator = Orchestrator.start(client, store.database, Optional.empty());

    awaitRun("spring", 1);
    assertThat(store.states("spring").values()).containsOnly(TaskState.DONE);
  }

  @Test
  void a_workflow_that_temporal_has_lost_is_started_again() {
    store.save(TestPlans.of("spring", 1).phase("data", 1, "stop").compiled());
    command("spring", "c1", CommandKind.PAUSE);
    client.newUntypedWorkflowStub(WorkflowIds.project("spring")).terminate("lost");

    ProjectStarter starter =
        new ProjectStarter(store.plans::openProjects, client, new AttributeRegistration(client));
    starter.look();

    assertThat(command("spring", "c2", CommandKind.PAUSE).accepted()).isTrue();
    starter.close();
  }

  @Test
  void the_starter_goes_on_after_postgresql_was_away() {
    int[] looks = {0};
    store.save(TestPlans.of("other", 1).phase("data", 1, "stop").compiled());
    ProjectStarter starter =
        new ProjectStarter(
            () -> {
              if (looks[0]++ == 0) {
                throw new IllegalStateException("PostgreSQL is away");
              }
              return List.of("other");
            },
            client,
            new AttributeRegistration(client));

    starter.look();
    starter.look();

    assertThat(client.newUntypedWorkflowStub(WorkflowIds.project("other")).describe()).isNotNull();
    starter.close();
  }

  private CommandAnswer command(String project, String id, CommandKind kind) {
    return command(project, CommandRequest.of(kind, id, "ann").build());
  }

  private CommandAnswer command(String project, CommandRequest request) {
    ProjectWorkflow workflow =
        client.newWorkflowStub(ProjectWorkflow.class, WorkflowIds.project(project));
    return await(
        "workflow of project " + project,
        () -> {
          try {
            return workflow.command(request);
          } catch (WorkflowNotFoundException notYet) {
            return null;
          }
        });
  }

  private void awaitRun(String project, int run) {
    await("end of run " + run, () -> "open".equals(runState(project, run)) ? null : "closed");
  }

  private String runState(String project, int run) {
    return store.value(
        "select r.state from run r join project p on p.id = r.project_id where p.name = ? and r.run = ?",
        project,
        run);
  }

  private static <T> T await(String what, Supplier<T> value) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      T found = value.get();
      if (found != null) {
        return found;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    throw new AssertionError("no " + what + " within " + PATIENCE);
  }
}
