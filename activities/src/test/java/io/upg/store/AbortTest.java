package io.upg.store;

import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.ROLLED_BACK;
import static io.upg.plan.model.TaskState.UNDO;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.RunStop;
import io.upg.plan.cut.Rule;
import io.upg.plan.cut.Selection;
import io.upg.store.query.ProjectState;
import io.upg.store.query.StatusDocument;
import io.upg.store.query.StatusQuery;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AbortTest {
  private static final String WAYS = "Go on: upg run spring. Take back: upg rollback spring --all";
  private static final Selection ALL = new Selection(null, null, null, null, null, false, true);

  private final StoreHarness store = new StoreHarness();

  /** Three hosts, one a batch. */
  @BeforeEach
  void spring() {
    store.save(TestPlans.of("spring", 3).phase("data", 1, "upgrade").compiled());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private CommandAnswer abort() {
    return store.give("spring", CommandKind.ABORT);
  }

  private CommandAnswer abortNow() {
    return store.commands.judge("spring", store.command(CommandKind.ABORT).now(true).build());
  }

  private CommandAnswer rollback(String... tasks) {
    Selection selection = new Selection(List.of(tasks), null, null, null, null, false, false);
    return store.commands.judge("spring", store.command(CommandKind.ROLLBACK, selection));
  }

  private String runState(int run) {
    return store.value("select state from run where run = ?", run);
  }

  private StatusDocument status() {
    return new StatusQuery(store.database).of("spring");
  }

  @Test
  void an_abort_ends_the_run_behind_the_batch_that_it_is_at() {
    store.run("spring");
    store.send("spring", 1, 1);

    CommandAnswer answer = abort();
    assertThat(answer.run()).isEqualTo(1);
    assertThat(answer.notes())
        .containsExactly(
            "Project 'spring' is aborted: nothing new starts.",
            "Run 1 ends when the batch that it is at has finished. To stop that, too: upg abort"
                + " spring --now",
            "Then: " + WAYS);
    assertThat(status().state()).isEqualTo(ProjectState.RUNNING);

    assertThat(store.play("spring", 1, 1, task -> DONE).passed()).isTrue();
    assertThat(store.runs.open("spring", 1, 2).stop())
        .isEqualTo(
            "Run 1 of project 'spring' was aborted by anna before data 2/3 hosts from 2. " + WAYS);
    assertThat(runState(1)).isEqualTo("aborted");
    assertThat(store.runs.open("spring", 1, 2).stop()).as("asked again").contains("aborted");
    assertThat(status().state()).isEqualTo(ProjectState.ABORTED);
    assertThat(status().waitingFor()).isEqualTo("Aborted by anna. " + WAYS);
  }

  @Test
  void a_run_goes_on_with_what_is_left_and_ends_the_state_aborted() {
    store.run("spring");
    abort();
    store.runs.open("spring", 1, 1);

    assertThat(store.run("spring").count()).isEqualTo(3);
    store.finish("spring", 2);
    assertThat(status().state()).isEqualTo(ProjectState.DONE);
  }

  @Test
  void a_resume_runs_the_aborted_selection_again() {
    store.runTasks("spring", "h2_upgrade_nova");
    abort();
    store.runs.open("spring", 1, 1);

    assertThat(store.give("spring", CommandKind.RESUME).first()).containsExactly("h2_upgrade_nova");
    assertThat(store.runs.open("spring", 2, 1).stop()).isNull();
  }

  @Test
  void what_follows_an_aborted_run_waits_until_it_has_ended() {
    store.run("spring");
    abort();

    for (CommandKind kind : List.of(CommandKind.RUN, CommandKind.RESUME)) {
      CommandAnswer refused = store.give("spring", kind);
      assertThat(refused.refusal().rule()).isEqualTo(Rule.PROJECT_STATE);
      assertThat(refused.refusal().message())
          .contains("Run 1", "aborted by anna", "upg status spring --watch");
    }
    assertThat(store.value("select aborted_by from project")).isEqualTo("anna");
  }

  @Test
  void a_project_is_taken_back_while_it_is_aborted_and_stays_so() {
    store.run("spring");
    store.play("spring", 1, 1, task -> DONE);
    abort();
    store.runs.open("spring", 1, 2);

    int back = rollback("h1_upgrade_nova").run();
    store.play("spring", back, 1, task -> ROLLED_BACK);
    store.runs.close("spring", back, null);

    assertThat(runState(back)).isEqualTo("done");
    assertThat(store.state("spring", "h1_upgrade_nova")).isEqualTo(ROLLED_BACK);
    assertThat(status().state()).isEqualTo(ProjectState.ABORTED);
  }

  @Test
  void runs_of_every_kind_end_behind_their_batch() {
    store.run("spring");
    store.finish("spring", 1);
    rollback("h1_upgrade_nova", "h2_upgrade_nova");
    store.play("spring", 2, 1, task -> ROLLED_BACK);
    abort();

    assertThat(store.runs.open("spring", 2, 2).stop()).contains("aborted by anna");
    assertThat(runState(2)).isEqualTo("aborted");
    assertThat(store.state("spring", "h1_upgrade_nova")).isEqualTo(DONE);
  }

  @Test
  void a_failure_in_the_last_batch_of_an_aborted_run_leaves_it_aborted() {
    store.run("spring");
    abort();
    String waits = store.runs.open("spring", 1, 1).stop();
    assertThat(waits).contains("aborted");

    store.run("spring");
    store.send("spring", 2, 1);
    abort();
    String failed = store.play("spring", 2, 1, task -> FAIL).waitingFor();
    store.runs.close("spring", 2, failed);

    assertThat(runState(2)).isEqualTo("aborted");
    assertThat(store.value("select waiting_for from run where run = 2")).endsWith(WAYS);
  }

  @Test
  void a_project_with_nothing_running_is_aborted_too_and_twice_says_so() {
    assertThat(abort().notes())
        .containsExactly(
            "Project 'spring' is aborted (nothing was running): nothing new starts.", WAYS);
    assertThat(abort().notes())
        .containsExactly("Project 'spring' was aborted before, by anna.", WAYS);
    assertThat(status().state()).isEqualTo(ProjectState.ABORTED);
    assertThat(store.run("spring").accepted()).isTrue();
  }

  @Test
  void an_abort_takes_the_place_of_a_pause() {
    store.give("spring", CommandKind.PAUSE);
    abort();

    assertThat(status().state()).isEqualTo(ProjectState.ABORTED);
    assertThat(store.run("spring").accepted()).isTrue();
  }

  @Test
  void an_abort_now_names_the_forward_runs_to_stop_until_they_are_closed() {
    store.run("spring");
    store.send("spring", 1, 1);
    assertThat(store.runs.stops("spring")).isEmpty();

    assertThat(abort().accepted()).isTrue();
    assertThat(store.runs.stops("spring")).isEmpty();
    assertThat(abortNow().notes()).anyMatch(note -> note.startsWith("Run 1: what runs is stopped"));
    assertThat(store.runs.stops("spring")).containsExactly(new RunStop(1, "anna"));
    assertThat(store.runs.outline("spring", 1).stoppedBy()).isEqualTo("anna");
    assertThat(abortNow().notes()).contains("Project 'spring' was aborted before, by anna.");

    store.runs.close("spring", 1, "stopped");
    assertThat(store.runs.stops("spring")).isEmpty();
  }

  @Test
  void an_abort_now_lets_a_compensation_that_has_begun_finish() {
    store.run("spring");
    store.finish("spring", 1);
    store.commands.judge("spring", store.command(CommandKind.ROLLBACK, ALL));
    store.send("spring", 2, 1);

    assertThat(abortNow().notes())
        .contains(
            "Run 2 takes tasks back: those that it has begun with are finished, then it ends.");
    assertThat(store.runs.stops("spring")).isEmpty();
  }

  @Test
  void what_was_stopped_before_it_started_is_undone_and_runs_again() {
    store.run("spring");
    store
        .send("spring", 1, 1)
        .forEach(
            dispatch -> store.record("spring", 1, StoreHarness.report(dispatch, task -> UNDO)));
    abortNow();
    store.runs.close("spring", 1, store.runs.judge("spring", 1, 1).waitingFor());

    assertThat(runState(1)).isEqualTo("aborted");
    assertThat(store.state("spring", "h1_upgrade_nova")).isEqualTo(UNDO);
    assertThat(store.run("spring").count()).isEqualTo(3);
  }
}
