package io.upg.store;

import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Rule;
import io.upg.plan.cut.Selection;
import io.upg.plan.model.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandStoreTest {
  private final StoreHarness store =
      new StoreHarness()
          .save(
              TestPlans.of("spring", 2)
                  .phase("check", 2, "check")
                  .phase("data", 1, "stop", "upgrade")
                  .irreversiblePhase("commit", 2, "commit")
                  .compiled());

  @AfterEach
  void close() {
    store.close();
  }

  private static void assertRefused(CommandAnswer answer, String rule, String... words) {
    assertThat(answer.accepted()).isFalse();
    assertThat(answer.refusal().rule()).isEqualTo(rule);
    assertThat(answer.refusal().message()).contains(words);
  }

  private String audit() {
    return store.value(
        "select string_agg(command || ' ' || task_count || ' ' || outcome, ', ' order by id)"
            + " from audit");
  }

  @Test
  void a_run_writes_its_batches_and_its_audit_row() {
    CommandAnswer answer = store.run("spring");

    assertThat(answer.run()).isEqualTo(1);
    assertThat(answer.started()).isTrue();
    assertThat(answer.count()).isEqualTo(6);
    assertThat(answer.first()).startsWith("h1_check_nova", "h2_check_nova", "h1_stop_nova");
    assertThat(answer.notes()).anyMatch(note -> note.contains("'commit'"));
    assertThat(store.value("select string_agg(stage || tasks, ' ' order by batch) from run_batch"))
        .isEqualTo("hosts from 1{[1,3)} hosts from 1{[3,5)} hosts from 2{[5,7)}");
    assertThat(store.runs.outline("spring", 1).direction()).isEqualTo(Direction.RUN);
    assertThat(audit()).isEqualTo("run 6 accepted");
  }

  @Test
  void the_same_id_acts_once_and_gets_the_first_answer_again() {
    CommandRequest command = store.command(CommandKind.RUN, Selection.NONE);
    CommandAnswer first = store.commands.judge("spring", command);
    store.finish("spring", 1);

    assertThat(store.commands.judge("spring", command)).isEqualTo(first);
    assertThat(audit()).isEqualTo("run 6 accepted");
  }

  @Test
  void the_same_command_given_many_times_at_once_makes_one_run() throws Exception {
    CommandRequest command = store.command(CommandKind.RUN, Selection.NONE);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<CommandAnswer>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(() -> store.commands.judge("spring", command));
      }
      for (Future<CommandAnswer> answer : threads.invokeAll(calls)) {
        assertThat(answer.get().run()).isEqualTo(1);
      }
      assertThat(store.value("select count(*) from run")).isEqualTo("1");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void the_same_or_a_smaller_selection_follows_the_open_run() {
    store.run("spring");
    store.send("spring", 1, 1);

    CommandAnswer same = store.run("spring");
    assertThat(same.run()).isEqualTo(1);
    assertThat(same.started()).isFalse();
    assertThat(store.run("spring", "check").run()).isEqualTo(1);
    assertThat(store.runTasks("spring", "h1_check_nova").run()).isEqualTo(1);
  }

  @Test
  void any_other_selection_is_refused_while_a_run_is_open() {
    store.run("spring", "check");

    assertRefused(
        store.run("spring", "check", "data"), Rule.RUN_OPEN, "Run 1", "h1_stop_nova is not in it");
    assertThat(audit()).isEqualTo("run 2 accepted, run 0 refused: run-open");
  }

  @Test
  void nothing_left_to_do_is_accepted_without_a_run() {
    store.run("spring", "check");
    store.finish("spring", 1);
    CommandAnswer again = store.run("spring", "check");

    assertThat(again.accepted()).isTrue();
    assertThat(again.run()).isZero();
    assertThat(again.notes()).anyMatch(note -> note.contains("Nothing is left to do"));
  }

  @Test
  void unsettled_predecessors_refuse_a_run_unless_it_is_out_of_order_and_says_why() {
    assertRefused(store.run("spring", "data"), Rule.PREDECESSORS, "h1_check_nova");
    assertRefused(outOfOrder(null), Rule.BAD_INPUT, "--reason");
    assertThat(outOfOrder("the check is broken").count()).isEqualTo(4);
    assertThat(store.value("select reason from audit order by id desc limit 1"))
        .isEqualTo("the check is broken");
  }

  private CommandAnswer outOfOrder(String reason) {
    CommandRequest command = store.command(CommandKind.RUN, Selection.NONE, "data");
    return store.commands.judge(
        "spring",
        CommandRequest.of(command.kind(), command.id(), "anna")
            .phases(command.phases())
            .outOfOrder(true)
            .reason(reason)
            .build());
  }

  @Test
  void an_unknown_name_is_bad_input() {
    assertRefused(store.run("spring", "dada"), Rule.BAD_INPUT, "'dada'", "Did you mean 'data'?");
  }

  @Test
  void a_paused_project_takes_no_run_and_says_how_to_go_on() {
    assertThat(store.give("spring", CommandKind.PAUSE).accepted()).isTrue();
    assertRefused(store.run("spring"), Rule.PROJECT_STATE, "paused by anna", "upg resume spring");
    assertThat(store.give("spring", CommandKind.PAUSE).notes())
        .containsExactly("Project 'spring' was paused before, by anna.");
  }

  @Test
  void a_resume_lifts_the_pause_even_where_nothing_has_run() {
    store.give("spring", CommandKind.PAUSE);
    CommandAnswer resumed = store.give("spring", CommandKind.RESUME);

    assertThat(resumed.accepted()).isTrue();
    assertThat(resumed.run()).isZero();
    assertThat(store.run("spring").accepted()).isTrue();
  }

  @Test
  void a_resume_that_is_refused_leaves_the_project_paused() {
    store.run("spring", "check");
    store.play("spring", 1, 1, task -> FAIL);
    store.runs.close("spring", 1, "failed");
    store.give("spring", CommandKind.PAUSE);
    leftBy("autumn", "h1", "9");

    assertRefused(store.give("spring", CommandKind.RESUME), Rule.FLEET_VERSION, "autumn");
    assertRefused(store.run("spring"), Rule.PROJECT_STATE, "paused");
  }

  @Test
  void a_resume_runs_the_last_selection_again_where_it_stopped() {
    store.run("spring", "check");
    store.play("spring", 1, 1, task -> task.startsWith("h1") ? FAIL : DONE);
    store.runs.close("spring", 1, "failed");
    CommandAnswer resumed = store.give("spring", CommandKind.RESUME);

    assertThat(resumed.run()).isEqualTo(2);
    assertThat(resumed.first()).containsExactly("h1_check_nova");
    store.finish("spring", 2);
    assertThat(store.give("spring", CommandKind.RESUME).run()).isZero();
  }

  @Test
  void a_resume_while_a_run_goes_on_is_refused() {
    store.run("spring");
    assertRefused(
        store.give("spring", CommandKind.RESUME), Rule.PROJECT_STATE, "running, not paused");
  }

  @Test
  void a_closed_project_takes_no_command() {
    store.database.tx(tx -> tx.update("update project set closed_at = now()"));

    for (CommandKind kind : CommandKind.values()) {
      assertRefused(store.give("spring", kind), Rule.PROJECT_STATE, "closed");
    }
    assertThatThrownBy(() -> store.runs.openRuns("spring")).isInstanceOf(RunClosed.class);
  }

  @Test
  void a_command_that_was_not_fit_to_be_judged_is_audited_once() {
    CommandRequest command = store.command(CommandKind.RUN, Selection.NONE);
    store.commands.refuse("spring", command, "phases: expected a list");
    store.commands.refuse("spring", command, "phases: expected a list");

    assertThat(audit()).isEqualTo("run 0 refused: bad-input");
  }

  @Test
  void a_command_for_a_project_that_is_not_stored_is_for_good() {
    assertThatThrownBy(() -> store.run("autumn")).isInstanceOf(RunClosed.class);
  }

  @Test
  void a_run_from_a_version_that_another_project_changed_is_refused_naming_it() {
    leftBy("autumn", "h2", "9");

    CommandAnswer refused = store.run("spring");
    assertRefused(
        refused, Rule.FLEET_VERSION, "Host 'h2' runs nova 9 since project 'autumn'", "from 1");
    assertThat(refused.refusal().tasks()).containsExactly("h2_check_nova");
    assertThat(store.value("select count(*) from run")).isEqualTo("0");
  }

  @Test
  void a_version_that_another_project_left_as_the_plan_expects_it_is_no_hindrance() {
    leftBy("autumn", "h2", "1");
    assertThat(store.run("spring").accepted()).isTrue();
  }

  @Test
  void a_project_s_own_progress_is_no_hindrance() {
    store.run("spring");
    store.finish("spring", 1);

    assertThat(store.value("select version from fleet_version where host = 'h1'")).isEqualTo("2");
    assertThat(store.run("spring", "commit").count()).isEqualTo(2);
  }

  @Test
  void an_instance_that_was_taken_back_is_at_its_old_version_again() {
    store.run("spring");
    store.finish("spring", 1);
    store.database.tx(
        tx -> tx.update("update task_state set state = 'rolled_back' where state = 'done'"));
    store.run("spring", "check");
    store.play("spring", 2, 1, task -> FAIL);
    store.database.tx(
        tx -> tx.update("update task_state set state = 'rolled_back' where state = 'fail'"));
    store.runs.close("spring", 2, "taken back");

    assertThat(store.value("select version from fleet_version where host = 'h1'")).isEqualTo("1");
  }

  private void leftBy(String project, String host, String version) {
    store.database.tx(
        tx ->
            tx.update(
                "insert into fleet_version values (?, 'nova', '', ?, ?, now())",
                host,
                version,
                project));
  }
}
