package io.upg.plan.cut;

import static io.upg.plan.cut.Cuts.accepted;
import static io.upg.plan.cut.Cuts.failed;
import static io.upg.plan.cut.Cuts.host;
import static io.upg.plan.cut.Cuts.ids;
import static io.upg.plan.cut.Cuts.lines;
import static io.upg.plan.cut.Cuts.refused;
import static io.upg.plan.cut.Cuts.tasks;
import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.ROLLBACK_FAIL;
import static io.upg.plan.model.TaskState.ROLLED_BACK;
import static io.upg.plan.model.TaskState.RUNNING;
import static io.upg.plan.model.TaskState.SKIPPED;
import static io.upg.plan.model.TaskState.UNDO;
import static io.upg.plan.model.TaskState.UNKNOWN;
import static io.upg.plan.model.TaskState.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.fixture.Facts;
import io.upg.plan.model.Budget;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryCutTest {
  private static final GlobalPlan PLAN = Cuts.spring();

  @Test
  void what_failed_forwards_goes_forwards_again_in_plan_order() {
    Facts facts =
        Facts.of(PLAN)
            .doneTo("cn-1_reboot_nova")
            .with(UNREACHABLE, "ctrl-1_stop_keystone")
            .with(UNKNOWN, "ctrl-2_start_keystone")
            .with(FAIL, "cn-1_reboot_nova");
    Cut cut = retry(facts, failed());
    assertThat(accepted(cut).plan().direction()).isEqualTo(Direction.RUN);
    assertThat(lines(cut))
        .containsExactly(
            "management 1: ctrl-1 stop", "management 5: ctrl-2 start", "data 1: cn-1 reboot");
    assertThat(accepted(cut).notes()).isEmpty();
  }

  @Test
  void what_failed_backwards_goes_backwards_again_in_reverse_order() {
    Facts facts =
        Facts.of(PLAN)
            .doneTo("ctrl-2_convert_keystone")
            .with(ROLLBACK_FAIL, "ctrl-1_convert_keystone", "ctrl-2_stop_keystone")
            .with(ROLLED_BACK, "ctrl-2_convert_keystone");
    Cut cut = retry(facts, failed());
    assertThat(accepted(cut).plan().direction()).isEqualTo(Direction.ROLLBACK);
    assertThat(ids(cut)).containsExactly("ctrl-1_convert_keystone", "ctrl-2_stop_keystone");
  }

  @Test
  void a_skipped_task_runs_after_all_and_this_is_said() {
    Facts facts =
        Facts.of(PLAN).doneTo("ctrl-2_stop_keystone").with(SKIPPED, "ctrl-2_stop_keystone");
    Cut cut = retry(facts, tasks("ctrl-2_stop_keystone"));
    assertThat(ids(cut)).containsExactly("ctrl-2_stop_keystone");
    assertThat(accepted(cut).notes())
        .containsExactly("1 skipped task is run after all: ctrl-2_stop_keystone (skipped).");
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskState.class,
      names = {"UNDO", "DONE"})
  void a_named_task_that_did_not_fail_refuses_the_whole_command(TaskState state) {
    Facts facts =
        Facts.of(PLAN).with(FAIL, "ctrl-1_stop_keystone").with(state, "ctrl-2_stop_keystone");
    Refusal refusal = refused(retry(facts, tasks("ctrl-1_stop_keystone", "ctrl-2_stop_keystone")));
    assertThat(refusal.rule()).isEqualTo("wrong-state");
    assertThat(refusal.message())
        .isEqualTo(
            "1 named task of project 'spring' cannot be retried: ctrl-2_stop_keystone ("
                + state.word()
                + "). Retried is what did not come to its end: fail, unreachable, unknown, skipped"
                + " and rollback_fail; and what was taken back, where it is named. What has not"
                + " run yet runs with: upg run spring."
                + " Nothing was done: name the others without it.");
    assertThat(refusal.tasks()).containsExactly("ctrl-2_stop_keystone");
  }

  @Test
  void what_was_taken_back_comes_forward_again_where_it_is_named_only() {
    Facts facts = Facts.of(PLAN).with(ROLLED_BACK, "ctrl-1_stop_keystone");

    assertThat(ids(retry(facts, tasks("ctrl-1_stop_keystone"))))
        .containsExactly("ctrl-1_stop_keystone");
    assertThat(ids(retry(facts, Selection.ALL))).isEmpty();
  }

  @Test
  void a_filter_leaves_out_what_did_not_fail() {
    Facts facts =
        Facts.of(PLAN).with(FAIL, "ctrl-1_stop_keystone").with(DONE, "ctrl-2_stop_keystone");
    assertThat(ids(retry(facts, Selection.ALL))).containsExactly("ctrl-1_stop_keystone");
  }

  @Test
  void a_named_task_that_a_run_is_at_work_on_is_refused_and_a_filter_leaves_it_out() {
    Facts facts =
        Facts.of(PLAN)
            .with(RUNNING, "ctrl-1_stop_keystone")
            .with(FAIL, "ctrl-2_stop_keystone")
            .held("ctrl-1_stop_keystone");
    assertThat(refused(retry(facts, tasks("ctrl-1_stop_keystone"))).rule())
        .isEqualTo("task-running");
    Cut cut = retry(facts, host("role=controller"));
    assertThat(ids(cut)).containsExactly("ctrl-2_stop_keystone");
    assertThat(accepted(cut).notes())
        .containsExactly(
            "1 task is left out because a run is at work on it: ctrl-1_stop_keystone (running).");
  }

  @Test
  void a_failed_task_that_was_granted_again_is_not_retried_a_second_time() {
    Facts facts = Facts.of(PLAN).with(FAIL, "ctrl-1_stop_keystone").held("ctrl-1_stop_keystone");
    Refusal refusal = refused(retry(facts, tasks("ctrl-1_stop_keystone")));
    assertThat(refusal.rule()).isEqualTo("task-running");
    assertThat(refusal.message()).contains("ctrl-1_stop_keystone (fail, granted)");
    Cut filtered = retry(facts, failed());
    assertThat(ids(filtered)).isEmpty();
    assertThat(accepted(filtered).notes()).hasSize(1).first().asString().contains("at work");
  }

  @Test
  void tasks_that_go_different_ways_are_refused() {
    Facts facts =
        Facts.of(PLAN)
            .with(FAIL, "ctrl-1_stop_keystone")
            .with(ROLLBACK_FAIL, "ctrl-2_stop_keystone");
    Refusal refusal = refused(retry(facts, failed()));
    assertThat(refusal.rule()).isEqualTo("mixed-directions");
    assertThat(refusal.message())
        .isEqualTo(
            "A retry goes one way, but 1 task would go forwards: ctrl-1_stop_keystone (fail);"
                + " and 1 backwards: ctrl-2_stop_keystone (rollback_fail). Give two commands, and"
                + " name the tasks of each: upg retry spring TASK.");
    assertThat(refusal.tasks()).containsExactly("ctrl-1_stop_keystone", "ctrl-2_stop_keystone");
  }

  @Test
  void a_predecessor_that_was_taken_back_is_missed_unless_it_is_retried_too() {
    Facts facts =
        Facts.of(PLAN)
            .with(DONE, "ctrl-1_stop_keystone", "ctrl-2_stop_keystone")
            .with(ROLLED_BACK, "ctrl-1_convert_keystone")
            .with(FAIL, "ctrl-1_upgrade_keystone")
            .with(DONE, "ctrl-1_sync-db_keystone");
    Refusal refusal = refused(retry(facts, failed()));
    assertThat(refusal.rule()).isEqualTo(Rule.PREDECESSORS);
    assertThat(refusal.message())
        .isEqualTo(
            "ctrl-1_upgrade_keystone cannot be retried yet: 1 task is not settled before it:"
                + " ctrl-1_convert_keystone (rolled_back). Select them too where they failed, or"
                + " bring them to done first: upg run spring.");
    facts.with(FAIL, "ctrl-1_convert_keystone");
    assertThat(ids(retry(facts, failed())))
        .containsExactly("ctrl-1_convert_keystone", "ctrl-1_upgrade_keystone");
    assertThat(refused(retry(facts, tasks("ctrl-1_upgrade_keystone"))).tasks())
        .containsExactly("ctrl-1_convert_keystone");
  }

  @Test
  void without_a_budget_a_host_left_behind_keeps_the_next_phase_from_a_retry() {
    Refusal refusal = refused(retry(leftBehind(PLAN), tasks("cn-1_drain_nova")));
    assertThat(refusal.rule()).isEqualTo(Rule.PREDECESSORS);
    assertThat(refusal.tasks())
        .containsExactly(
            "ctrl-2_convert_keystone", "ctrl-2_upgrade_keystone", "ctrl-2_start_keystone");
  }

  @Test
  void a_host_left_behind_within_its_budget_keeps_no_other_from_a_retry() {
    GlobalPlan plan = Cuts.spring(new Budget(1, 1, 1, 0));
    Facts facts = leftBehind(plan);
    assertThat(ids(retry(plan, facts, tasks("cn-1_drain_nova")))).hasSize(1);
    assertThat(ids(retry(plan, facts, tasks("ctrl-2_convert_keystone")))).hasSize(1);
    facts.with(FAIL, "ctrl-2_start_keystone");
    assertThat(refused(retry(plan, facts, tasks("ctrl-2_start_keystone"))).tasks())
        .as("on its own host everything counts")
        .containsExactly("ctrl-2_convert_keystone", "ctrl-2_upgrade_keystone");
  }

  @Test
  void over_the_budget_or_where_a_once_task_is_missing_everybody_waits() {
    GlobalPlan plan = Cuts.spring(new Budget(1, 1, 1, 0));
    Facts two = leftBehind(plan).with(FAIL, "ctrl-1_start_keystone");
    assertThat(refused(retry(plan, two, tasks("cn-1_drain_nova"))).tasks())
        .contains("ctrl-1_start_keystone", "ctrl-2_convert_keystone");
    GlobalPlan wide = Cuts.spring(new Budget(9, 9, 9, 9));
    Facts once = leftBehind(wide).with(FAIL, "ctrl-1_sync-db_keystone");
    assertThat(refused(retry(wide, once, tasks("cn-1_drain_nova"))).tasks())
        .containsExactly("ctrl-1_sync-db_keystone");
    once.with(UNDO, "ctrl-1_sync-db_keystone").with(FAIL, "ctrl-1_stop_keystone");
    assertThat(refused(retry(wide, once, tasks("cn-1_drain_nova"))).tasks())
        .containsExactly("ctrl-1_sync-db_keystone");
  }

  private static Facts leftBehind(GlobalPlan plan) {
    return Facts.of(plan)
        .doneTo("ctrl-2_start_keystone")
        .with(FAIL, "ctrl-2_convert_keystone")
        .with(UNDO, "ctrl-2_upgrade_keystone", "ctrl-2_start_keystone")
        .with(FAIL, "cn-1_drain_nova");
  }

  @Test
  void the_way_back_keeps_the_rules_of_a_rollback() {
    Facts facts =
        Facts.of(PLAN)
            .with(ROLLBACK_FAIL, "ctrl-1_convert_keystone")
            .with(DONE, "ctrl-1_upgrade_keystone");
    Selection convert = tasks("ctrl-1_convert_keystone");
    assertThat(refused(retry(facts, convert)).rule()).isEqualTo("dependents");
    assertThat(ids(RetryCut.cut(PLAN, facts, convert, RollbackOptions.ONLY))).hasSize(1);
    assertThat(ids(RetryCut.cut(PLAN, facts, convert, RollbackOptions.WITH_DEPENDENTS)))
        .containsExactly("ctrl-1_upgrade_keystone", "ctrl-1_convert_keystone");
    facts.held("ctrl-1_upgrade_keystone");
    assertThat(refused(retry(facts, convert)).rule()).isEqualTo("task-running");
  }

  @Test
  void no_selection_and_unknown_names_are_bad_input() {
    assertThat(refused(retry(Facts.of(PLAN), Selection.NONE)).rule()).isEqualTo(Rule.BAD_INPUT);
    assertThat(refused(retry(Facts.of(PLAN), tasks("x"))).message())
        .isEqualTo("Project 'spring' has no task 'x'.");
    assertThat(refused(retry(Facts.of(PLAN), host("role=contoller"))).message())
        .isEqualTo("No host has the role 'contoller'. Did you mean 'controller'?");
  }

  @Test
  void nothing_left_is_accepted_and_said() {
    Cut.Accepted cut = accepted(retry(Facts.of(PLAN), Selection.ALL));
    assertThat(cut.plan().batches()).isEmpty();
    assertThat(cut.notes())
        .containsExactly(
            "Nothing is left to do: of the 16 tasks selected none failed or was skipped.");
  }

  private static Cut retry(Facts facts, Selection selection) {
    return retry(PLAN, facts, selection);
  }

  private static Cut retry(GlobalPlan plan, Facts facts, Selection selection) {
    return RetryCut.cut(plan, facts, selection, RollbackOptions.NONE);
  }
}
