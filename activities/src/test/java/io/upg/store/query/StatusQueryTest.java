package io.upg.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.EmbeddedDatabase;
import io.upg.store.UnknownProject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusQueryTest {
  private Database database;
  private Rows rows;

  @BeforeEach
  void open() {
    database = EmbeddedDatabase.open();
    rows = Rows.spring(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_project_of_which_nothing_has_run_is_ready_and_nowhere() {
    StatusDocument status = status();

    assertThat(status.state()).isEqualTo(ProjectState.READY);
    assertThat(status.phase()).isNull();
    assertThat(status.batch()).isNull();
    assertThat(status.counts()).containsOnlyKeys(TaskState.UNDO).containsValue(4);
    assertThat(status.runs()).isEmpty();
  }

  @Test
  void an_open_run_goes_before_everything_else() {
    rows.run(1, "run", "open", 1, 4, 2).paused("ann").aborted();

    assertThat(status().state()).isEqualTo(ProjectState.RUNNING);
  }

  @Test
  void a_rollback_that_is_open_makes_the_project_running_too() {
    rows.run(1, "rollback", "open", 1, 4, 1);

    assertThat(status().state()).isEqualTo(ProjectState.RUNNING);
    assertThat(status().runs()).extracting("direction").containsExactly(Direction.ROLLBACK);
  }

  @Test
  void the_place_is_the_newest_batch_by_the_numbers_of_the_plan_and_of_the_run() {
    rows.run(1, "run", "open", 1, 4, 3);

    StatusDocument status = status();
    assertThat(status.phase()).isEqualTo("data");
    assertThat(status.batch()).isEqualTo(2);
    assertThat(status.batches()).isEqualTo(2);
    assertThat(status.runs().get(0).batch()).isEqualTo(3);
    assertThat(status.runs().get(0).batches()).isEqualTo(3);
  }

  @Test
  void the_expected_end_follows_from_what_has_ended() {
    rows.run(1, "run", "open", 1, 4, 2).ran(1, 1, "done", 0, null).ran(2, 1, "fail", 1, "no");

    // Two of four tasks in ten minutes: ten minutes more.
    Instant expected = Instant.now().plus(10, ChronoUnit.MINUTES);
    assertThat(status().runs().get(0).eta()).isCloseTo(expected, within(30, ChronoUnit.SECONDS));
  }

  @Test
  void no_end_is_expected_before_anything_has_ended() {
    rows.run(1, "run", "open", 1, 4, 1);

    assertThat(status().runs().get(0).eta()).isNull();
  }

  @Test
  void paused_goes_before_aborted_and_says_by_whom() {
    rows.paused("ann").aborted();

    assertThat(status().state()).isEqualTo(ProjectState.PAUSED);
    assertThat(status().waitingFor()).contains("by ann", "upg resume spring");
  }

  @Test
  void aborted_goes_before_done() {
    allTasks("done");
    rows.aborted();

    assertThat(status().state()).isEqualTo(ProjectState.ABORTED);
  }

  @Test
  void done_is_everything_done_or_skipped() {
    allTasks("done");
    rows.state(4, "skipped");
    assertThat(status().state()).isEqualTo(ProjectState.DONE);

    rows.state(4, "unreachable");
    assertThat(status().state()).isNotEqualTo(ProjectState.DONE);
  }

  @Test
  void rolled_back_is_when_nothing_stands_and_something_was_taken_back() {
    rows.state(1, "rolled_back").state(2, "unreachable");
    assertThat(status().state()).isEqualTo(ProjectState.ROLLED_BACK);

    rows.state(3, "fail");
    assertThat(status().state()).isEqualTo(ProjectState.READY);
  }

  @Test
  void a_task_skipped_after_it_had_run_still_stands() {
    rows.state(1, "rolled_back").ran(2, 1, "fail", 1, "no").state(2, "skipped");
    assertThat(status().state()).isEqualTo(ProjectState.READY);
  }

  @Test
  void waiting_is_a_stopped_run_that_is_not_settled_and_says_what_for() {
    rows.run(1, "run", "stopped", 1, 3, 2)
        .waitingFor(1, "Task 'cn-1_stop_nova' failed.")
        .ran(1, 1, "done", 0, null)
        .ran(2, 1, "fail", 1, "no")
        .ran(3, 1, "done", 0, null);

    assertThat(status().state()).isEqualTo(ProjectState.WAITING);
    assertThat(status().waitingFor()).isEqualTo("Task 'cn-1_stop_nova' failed.");

    rows.state(2, "skipped");
    assertThat(status().state()).isEqualTo(ProjectState.READY);
    assertThat(status().waitingFor()).isNull();
  }

  @Test
  void a_run_that_was_done_leaves_the_project_ready_for_the_rest() {
    rows.run(1, "run", "done", 1, 1, 1).ran(1, 1, "done", 0, null);

    assertThat(status().state()).isEqualTo(ProjectState.READY);
    assertThat(status().phase()).isEqualTo("check");
    assertThat(status().runs()).isEmpty();
  }

  @Test
  void only_the_last_forward_run_counts_for_waiting() {
    rows.run(1, "run", "stopped", 1, 3, 2)
        .ran(2, 1, "fail", 1, "no")
        .run(2, "run", "done", 1, 1, 1)
        .ran(1, 2, "done", 0, null);

    assertThat(status().state()).isEqualTo(ProjectState.READY);
  }

  @Test
  void projects_do_not_see_each_other() {
    Rows.project(database, "autumn").run(1, "run", "open", 1, 4, 1).state(1, "running");

    assertThat(new StatusQuery(database).all())
        .extracting(StatusDocument::project, StatusDocument::state)
        .containsExactly(
            tuple("spring", ProjectState.READY), tuple("autumn", ProjectState.RUNNING));
    assertThat(status().counts()).containsOnlyKeys(TaskState.UNDO);
  }

  @Test
  void an_unknown_project_gets_a_suggestion() {
    assertThatThrownBy(() -> new StatusQuery(database).of("sprnig"))
        .isInstanceOf(UnknownProject.class)
        .hasMessageContaining("Did you mean 'spring'?");
  }

  @Test
  void the_sentence_of_a_stopped_run_is_made_anew_after_a_word_on_single_tasks() {
    rows.run(1, "run", "stopped", 1, 4, 2)
        .ended(1)
        .waitingFor(1, "2 tasks failed.")
        .ran(1, 1, "done", 0, null)
        .ran(2, 1, "fail", 1, "no")
        .ran(3, 1, "fail", 1, "no");
    assertThat(status().waitingFor()).isEqualTo("2 tasks failed.");

    rows.run(2, "rollback", "done", 2, 2, 1).ended(2).state(2, "rolled_back");
    assertThat(status().waitingFor())
        .isEqualTo(
            "1 task is in the way of run 1: cn-2_stop_nova (fail). See: upg logs spring"
                + " cn-2_stop_nova. Then: upg retry spring --failed, and go on: upg resume spring");

    rows.state(3, "skipped");
    assertThat(status().state()).isEqualTo(ProjectState.WAITING);
    assertThat(status().waitingFor())
        .isEqualTo(
            "Nothing is in the way any more; 2 tasks of run 1 are left. Go on: upg resume spring");
  }

  @Test
  void a_rollback_that_failed_is_told_though_the_last_run_was_done() {
    allTasks("done");
    rows.run(1, "run", "done", 1, 4, 3).state(2, "rollback_fail");

    assertThat(status().state()).isEqualTo(ProjectState.READY);
    assertThat(status().waitingFor())
        .contains("cn-1_stop_nova (rollback_fail)", "upg retry spring cn-1_stop_nova", "upg skip");
  }

  @Test
  void a_running_project_says_that_it_was_paused_or_aborted() {
    rows.run(1, "run", "open", 1, 4, 1);
    assertThat(status().waitingFor()).isNull();

    rows.paused("ann");
    assertThat(status().waitingFor()).startsWith("Paused by ann: the batch that runs finishes");

    rows.abortedBy(1, "bob");
    assertThat(status().waitingFor()).startsWith("Aborted by bob: what runs comes to its end");
  }

  private void allTasks(String state) {
    rows.state(1, state).state(2, state).state(3, state).state(4, state);
  }

  private StatusDocument status() {
    return new StatusQuery(database).of("spring");
  }
}
