package io.upg.workflow;

import static io.upg.workflow.FakeRun.batch;
import static io.upg.workflow.FakeRun.shard;
import static io.upg.workflow.TestBed.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.WorkflowIds;
import io.upg.plan.model.TaskState;
import io.upg.temporal.OnEitherTemporal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@OnEitherTemporal
class ProjectWorkflowTest {
  private final FakeStore store = new FakeStore();

  @Test
  void a_command_starts_its_run_and_is_answered_before_the_run_ends() {
    store.next(FakeRun.forwards(batch(shard("a"))));
    try (TestBed bed = new TestBed(store).agents(List.of("a")).start()) {
      CommandAnswer answer = bed.project().command(command("c1", CommandKind.RUN));

      assertThat(answer.accepted()).isTrue();
      assertThat(answer.run()).isEqualTo(1);
      assertThat(answer.first()).containsExactly("a_stop1", "a_start1");
      bed.await(1);
    }
    assertThat(store.state("a_start1")).isEqualTo(TaskState.DONE);
  }

  @Test
  void a_signal_does_what_the_update_does() {
    store.next(FakeRun.forwards(batch(shard("a"))));
    try (TestBed bed = new TestBed(store).agents(List.of("a")).start()) {
      ProjectWorkflow project = bed.project();
      bed.signal("run", Map.of("id", "s1", "who", "portal", "phases", List.of("management")));
      // Handlers begin in the order in which they arrive: the same id asks what became of it.
      CommandAnswer same = project.command(command("s1", CommandKind.RUN));

      assertThat(same.run()).isEqualTo(1);
      bed.await(1);
    }
    assertThat(store.events("new run")).containsExactly("new run 1");
    assertThat(store.state("a_start1")).isEqualTo(TaskState.DONE);
  }

  @Test
  void the_same_command_id_twice_acts_once_also_after_its_run_has_ended() {
    store.next(FakeRun.forwards(batch(shard("a")))).next(FakeRun.forwards(batch(shard("a"))));
    try (TestBed bed = new TestBed(store).agents(List.of("a")).start()) {
      ProjectWorkflow project = bed.project();
      CommandAnswer first = project.command(command("c1", CommandKind.RUN));
      bed.await(1);
      CommandAnswer second = project.command(command("c1", CommandKind.RUN));
      bed.await(1);

      assertThat(second).isEqualTo(first);
      assertThat(bed.agent("a").orders()).hasSize(1);
    }
    assertThat(store.runs()).isEqualTo(1);
  }

  @Test
  void a_refusal_by_a_rule_is_an_answer_and_starts_nothing() {
    try (TestBed bed = new TestBed(store).start()) {
      CommandAnswer answer = bed.project().command(command("c1", CommandKind.RUN));

      assertThat(answer.accepted()).isFalse();
      assertThat(answer.refusal().message()).isEqualTo("nothing can be run");
    }
    assertThat(store.runs()).isZero();
  }

  @Test
  void commands_that_lack_what_every_command_carries_are_refused_before_the_history() {
    try (TestBed bed = new TestBed(store).start()) {
      ProjectWorkflow project = bed.project();

      assertThat(rejection(project, CommandRequest.of(null, " ", null).build()))
          .isEqualTo(
              "The command has no id; expected one that is the same when it is sent again, and"
                  + " does not say who gave it, and has no kind; expected run, retry,"
                  + " rollback, skip, patch, pause, resume, abort");
      assertThat(rejection(project, command("x".repeat(201), CommandKind.RUN)))
          .isEqualTo("The command has an id of 201 characters; expected at most 200");
    }
    assertThat(store.events("judge command")).isEmpty();
  }

  @Test
  void a_signal_that_cannot_be_read_is_refused_in_the_audit_and_breaks_nothing() {
    try (TestBed bed = new TestBed(store).start()) {
      ProjectWorkflow project = bed.project();
      bed.signal("run", Map.of("id", "s1", "who", "portal", "selection", "everything"));
      bed.signal("pause", Map.of("who", "portal"));
      bed.signal("resume", "now!");
      bed.signal("resume", null);
      bed.signal("run", new byte[] {1, 2, 3});

      assertThat(project.command(command("c1", CommandKind.PAUSE)).accepted()).isTrue();
      bed.awaitTrue(() -> store.refused().size() == 5);
    }
    List<String> refused = new ArrayList<>(store.refused());
    assertThat(refused)
        .anyMatch(
            r -> r.startsWith("s1 portal run: The signal's payload cannot be read at 'selection'"))
        .anyMatch(r -> r.matches("signal-\\S+ portal pause: The command has no id.*"))
        .anyMatch(r -> r.matches("signal-\\S+ unknown resume: The signal's payload cannot .*"))
        .anyMatch(r -> r.matches("signal-\\S+ unknown resume: The signal carries nothing"))
        .anyMatch(r -> r.matches("signal-\\S+ unknown run: The signal's payload cannot .*"));
    assertThat(store.events("judge command")).containsExactly("judge command c1");
  }

  @Test
  void a_signal_that_would_select_more_than_was_meant_or_cannot_be_stored_is_refused() {
    try (TestBed bed = new TestBed(store).start()) {
      bed.project();
      bed.signal("rollback", Map.of("id", "s1", "who", "p", "selection", Map.of("host", "cn-1")));
      bed.signal("run", Map.of("id", "s2", "who", "p", "kind", "rollback"));
      bed.signal("run", Map.of("id", "s3\0", "who", "p\0", "phases", List.of("check")));
      bed.signal("skip", Map.of("id", "s4", "who", "p", "reason", "it\0is"));
      bed.signal("run", Map.of("id", "x".repeat(5000), "who", "p"));
      bed.awaitTrue(() -> store.refused().size() == 5);
    }
    assertThat(store.refused())
        .anyMatch(r -> r.startsWith("s1 p rollback: ") && r.contains("name 'selection.host'"))
        .anyMatch(r -> r.startsWith("s2 p run: Signal 'run' carries a command of kind 'rollback'"))
        .anyMatch(r -> r.startsWith("s3\uFFFD p\uFFFD run: The command holds the character NUL"))
        .anyMatch(r -> r.startsWith("s4 p skip: The command holds the character NUL"))
        .anyMatch(r -> r.startsWith("x".repeat(1000) + "… p run: The command has an id of 5000"));
    assertThat(store.events("judge command")).isEmpty();
  }

  @Test
  void commands_are_judged_in_the_order_in_which_they_came() {
    List<String> ids = IntStream.rangeClosed(1, 30).mapToObj(i -> "s" + i).toList();
    try (TestBed bed = new TestBed(store).start()) {
      bed.project();
      ids.forEach(id -> bed.signal("pause", Map.of("id", id, "who", "portal")));
      bed.awaitTrue(() -> store.events("judge command").size() == ids.size());
    }
    assertThat(store.events("judge command"))
        .isEqualTo(ids.stream().map(id -> "judge command " + id).toList());
  }

  @Test
  void a_project_that_is_rebuilt_gives_every_open_run_its_workflow() {
    store
        .open(1, FakeRun.forwards(batch(shard("a"))))
        .open(2, FakeRun.backwards(batch(shard("b"))));
    try (TestBed bed = new TestBed(store).agents(List.of("a", "b")).start()) {
      // It has gone on without its project's workflow.
      bed.startRun(1);
      ProjectWorkflow project = bed.project();

      assertThat(project.command(command("c1", CommandKind.PAUSE)).accepted()).isTrue();
      bed.await(1);
      bed.awaitTrue(() -> !store.isOpen(2));
      assertThat(bed.agent("a").orders()).hasSize(1);
    }
    assertThat(store.state("b_start1")).isEqualTo(TaskState.ROLLED_BACK);
  }

  @Test
  void a_repeated_command_gives_a_run_its_workflow_again_that_was_terminated() {
    store.next(FakeRun.forwards(batch(shard("dead"))).waiting(Duration.ofHours(1)));
    try (TestBed bed = new TestBed(store).start()) {
      ProjectWorkflow project = bed.project();
      project.command(command("c1", CommandKind.RUN));
      bed.awaitTrue(() -> store.events("open").size() == 1);
      bed.terminate(WorkflowIds.run(FakeRun.PROJECT, 1));
      project.command(command("c1", CommandKind.RUN));

      bed.awaitTrue(() -> store.events("open").size() == 2);
    }
    assertThat(store.isOpen(1)).isTrue();
  }

  @Test
  void commands_go_on_over_continue_as_new() {
    int commands = ProjectWorkflowImpl.COMMANDS_PER_HISTORY + 5;
    try (TestBed bed = new TestBed(store).start()) {
      String firstHistory = bed.runId(bed.project());
      ProjectWorkflow project = bed.anyHistoryOfProject();
      for (int i = 0; i < commands; i++) {
        assertThat(project.command(command("c" + i, CommandKind.PAUSE)).accepted()).isTrue();
      }
      assertThat(bed.runId(bed.anyHistoryOfProject())).isNotEqualTo(firstHistory);
    }
    assertThat(store.events("judge command")).hasSize(commands);
  }

  @Test
  void the_workflow_of_a_project_that_is_closed_ends() {
    store.gone();
    try (TestBed bed = new TestBed(store).start()) {
      bed.project();
      bed.awaitEnd(WorkflowIds.project(FakeRun.PROJECT));
    }
  }

  /** What the validator said; its type is lost on the way (temporalio/sdk-java#2875). */
  private static String rejection(ProjectWorkflow project, CommandRequest command) {
    Throwable failure = catchThrowable(() -> project.command(command));
    assertThat(failure).isInstanceOf(WorkflowUpdateException.class);
    return ((ApplicationFailure) failure.getCause()).getOriginalMessage();
  }
}
