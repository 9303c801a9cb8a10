package io.upg.plan.cut;

import static io.upg.plan.cut.Cuts.host;
import static io.upg.plan.cut.Cuts.tasks;
import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.ROLLBACK_FAIL;
import static io.upg.plan.model.TaskState.ROLLED_BACK;
import static io.upg.plan.model.TaskState.RUNNING;
import static io.upg.plan.model.TaskState.SKIPPED;
import static io.upg.plan.model.TaskState.UNKNOWN;
import static io.upg.plan.model.TaskState.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.fixture.Facts;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.TaskState;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SkipDecisionTest {
  private static final GlobalPlan PLAN = Cuts.spring();

  @Test
  void what_is_not_settled_becomes_skipped_and_a_failed_rollback_rolled_back() {
    Facts facts =
        Facts.of(PLAN)
            .doneTo("ctrl-2_start_keystone")
            .with(FAIL, "ctrl-1_stop_keystone")
            .with(UNREACHABLE, "ctrl-1_convert_keystone")
            .with(UNKNOWN, "ctrl-1_upgrade_keystone")
            .with(ROLLED_BACK, "ctrl-1_start_keystone")
            .with(ROLLBACK_FAIL, "ctrl-2_start_keystone")
            .with(SKIPPED, "ctrl-2_upgrade_keystone");
    SkipDecision.Accepted skip = accepted(SkipDecision.of(PLAN, facts, host("ctrl-[1-2] | cn-2")));
    assertThat(ids(skip.skipped()))
        .containsExactly(
            "ctrl-1_stop_keystone",
            "ctrl-1_convert_keystone",
            "ctrl-1_upgrade_keystone",
            "ctrl-1_start_keystone",
            "cn-2_drain_nova",
            "cn-2_reboot_nova",
            "cn-2_commit_nova");
    assertThat(ids(skip.letGo())).containsExactly("ctrl-2_start_keystone");
    assertThat(skip.tasks().cardinality()).isEqualTo(8);
    assertThat(skip.notes())
        .containsExactly(
            "1 task counts as rolled_back from now on, whatever the failed rollback left on the"
                + " host: ctrl-2_start_keystone (rollback_fail).",
            "2 skipped tasks had run and still stand: ctrl-1_stop_keystone (fail),"
                + " ctrl-1_upgrade_keystone (unknown). To take them back: upg rollback spring TASK.");
  }

  @Test
  void later_tasks_of_the_instance_that_are_still_to_run_are_named() {
    Facts facts =
        Facts.of(PLAN).with(DONE, "ctrl-2_stop_keystone").with(SKIPPED, "ctrl-2_start_keystone");
    assertThat(accepted(SkipDecision.of(PLAN, facts, tasks("ctrl-2_convert_keystone"))).notes())
        .containsExactly(
            "Still to run: 1 later task of keystone on ctrl-2: ctrl-2_upgrade_keystone (undo)."
                + " Skip it too where that makes no sense any more.");
  }

  @Test
  void behind_a_task_that_stands_for_its_component_those_of_every_host_are_still_to_run() {
    Facts facts = Facts.of(PLAN).doneTo("ctrl-2_convert_keystone");
    assertThat(accepted(SkipDecision.of(PLAN, facts, tasks("ctrl-1_sync-db_keystone"))).notes())
        .containsExactly(
            "Still to run: 4 later tasks of 2 instances: ctrl-1_upgrade_keystone (undo),"
                + " ctrl-2_upgrade_keystone (undo), ctrl-1_start_keystone (undo),"
                + " ctrl-2_start_keystone (undo)."
                + " Skip them too where that makes no sense any more.");
    assertThat(
            accepted(SkipDecision.of(PLAN, Facts.of(PLAN), tasks("ctrl-1_stop_keystone"))).notes())
        .as("a once task on the way is one of the leader's own tasks, not the way to all hosts")
        .hasSize(1)
        .first()
        .asString()
        .contains("4 later tasks of keystone on ctrl-1")
        .contains("ctrl-1_sync-db_keystone");
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskState.class,
      names = {"DONE", "SKIPPED"})
  void a_named_task_that_is_settled_refuses_the_whole_command(TaskState state) {
    Facts facts =
        Facts.of(PLAN).with(FAIL, "ctrl-1_stop_keystone").with(state, "ctrl-2_stop_keystone");
    Refusal refusal =
        refused(
            SkipDecision.of(PLAN, facts, tasks("ctrl-1_stop_keystone", "ctrl-2_stop_keystone")));
    assertThat(refusal.rule()).isEqualTo("wrong-state");
    assertThat(refusal.message())
        .isEqualTo(
            "1 named task of project 'spring' cannot be skipped: ctrl-2_stop_keystone ("
                + state.word()
                + "). Skipped is what is not settled: undo, fail, unreachable, unknown,"
                + " rolled_back, and rollback_fail, which becomes rolled_back."
                + " Nothing was done: name the others without it.");
  }

  @Test
  void a_named_task_that_a_run_is_at_work_on_is_refused_and_a_filter_leaves_it_out() {
    Facts facts =
        Facts.of(PLAN).with(RUNNING, "cn-1_drain_nova").held("cn-1_drain_nova", "cn-1_reboot_nova");
    assertThat(refused(SkipDecision.of(PLAN, facts, tasks("cn-1_reboot_nova"))).rule())
        .isEqualTo("task-running");
    SkipDecision.Accepted skip = accepted(SkipDecision.of(PLAN, facts, host("cn-1")));
    assertThat(ids(skip.skipped())).containsExactly("cn-1_commit_nova", "cn-1_clean_nova");
    assertThat(skip.notes())
        .containsExactly(
            "2 tasks are left out because a run is at work on them: cn-1_drain_nova (running),"
                + " cn-1_reboot_nova (undo, granted).");
  }

  @Test
  void no_selection_and_unknown_names_are_bad_input() {
    assertThat(refused(SkipDecision.of(PLAN, Facts.of(PLAN), Selection.NONE)).rule())
        .isEqualTo(Rule.BAD_INPUT);
    assertThat(refused(SkipDecision.of(PLAN, Facts.of(PLAN), tasks("x"))).rule())
        .isEqualTo(Rule.BAD_INPUT);
  }

  @Test
  void nothing_left_is_accepted_and_said() {
    Facts facts = Facts.of(PLAN).doneTo("cn-1_clean_nova");
    SkipDecision.Accepted skip = accepted(SkipDecision.of(PLAN, facts, Selection.ALL));
    assertThat(skip.tasks().isEmpty()).isTrue();
    assertThat(skip.notes())
        .containsExactly("Nothing is left to do: of the 16 tasks selected all are settled.");
  }

  private static List<String> ids(BitSet numbers) {
    return numbers.stream().mapToObj(n -> PLAN.tasks().get(n - 1).id()).toList();
  }

  private static SkipDecision.Accepted accepted(SkipDecision decision) {
    assertThat(decision).isInstanceOf(SkipDecision.Accepted.class);
    return (SkipDecision.Accepted) decision;
  }

  private static Refusal refused(SkipDecision decision) {
    assertThat(decision).isInstanceOf(SkipDecision.Refused.class);
    return ((SkipDecision.Refused) decision).refusal();
  }
}
