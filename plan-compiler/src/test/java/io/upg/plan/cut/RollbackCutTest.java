package io.upg.plan.cut;

import static io.upg.plan.cut.Cuts.accepted;
import static io.upg.plan.cut.Cuts.host;
import static io.upg.plan.cut.Cuts.ids;
import static io.upg.plan.cut.Cuts.lines;
import static io.upg.plan.cut.Cuts.refused;
import static io.upg.plan.cut.Cuts.tasks;
import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.ROLLBACK_FAIL;
import static io.upg.plan.model.TaskState.ROLLED_BACK;
import static io.upg.plan.model.TaskState.ROLLING_BACK;
import static io.upg.plan.model.TaskState.RUNNING;
import static io.upg.plan.model.TaskState.SKIPPED;
import static io.upg.plan.model.TaskState.UNDO;
import static io.upg.plan.model.TaskState.UNKNOWN;
import static io.upg.plan.model.TaskState.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.fixture.Facts;
import io.upg.plan.fixture.PlanBuilder;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Layout;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.model.TaskState;
import io.upg.plan.patch.Change;
import io.upg.plan.patch.Patch;
import io.upg.plan.patch.PatchedSheet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RollbackCutTest {
  private static final GlobalPlan PLAN = Cuts.spring();

  @Test
  void a_phase_is_taken_back_in_exact_reverse_order_parallel_where_the_way_forward_was() {
    Facts facts = Facts.of(PLAN).doneTo("cn-2_reboot_nova");
    Cut cut = rollback(facts, Selection.ALL);
    assertThat(accepted(cut).plan().direction()).isEqualTo(Direction.ROLLBACK);
    assertThat(lines(cut))
        .containsExactly(
            "data 2: cn-2 reboot > drain",
            "data 1: cn-1 reboot > drain",
            "management 5: ctrl-2 start, ctrl-1 start",
            "management 4: ctrl-2 upgrade, ctrl-1 upgrade",
            "management 3: ctrl-1 sync-db",
            "management 2: ctrl-2 convert, ctrl-1 convert",
            "management 1: ctrl-2 stop, ctrl-1 stop");
    assertThat(accepted(cut).notes()).isEmpty();
  }

  @Test
  void one_host_is_taken_back_and_the_others_are_not_spoken_of() {
    Facts facts = Facts.of(PLAN).doneTo("cn-2_reboot_nova");
    assertThat(lines(rollback(facts, host("cn-1")))).containsExactly("data 1: cn-1 reboot > drain");
  }

  @Test
  void only_what_stands_is_taken_back() {
    Facts facts =
        Facts.of(PLAN)
            .with(DONE, "ctrl-1_stop_keystone")
            .with(FAIL, "ctrl-2_stop_keystone")
            .with(UNKNOWN, "ctrl-1_convert_keystone")
            .with(ROLLBACK_FAIL, "ctrl-2_convert_keystone")
            .with(SKIPPED, "ctrl-1_sync-db_keystone", "ctrl-1_upgrade_keystone")
            .with(ROLLED_BACK, "ctrl-2_upgrade_keystone")
            .with(UNREACHABLE, "ctrl-1_start_keystone", "ctrl-2_start_keystone")
            .ran("ctrl-1_upgrade_keystone", "ctrl-2_start_keystone", "ctrl-2_upgrade_keystone");
    assertThat(ids(rollback(facts, Selection.ALL)))
        .containsExactly(
            "ctrl-2_start_keystone",
            "ctrl-1_upgrade_keystone",
            "ctrl-2_convert_keystone",
            "ctrl-1_convert_keystone",
            "ctrl-2_stop_keystone",
            "ctrl-1_stop_keystone");
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskState.class,
      names = {"UNDO", "ROLLED_BACK", "SKIPPED", "UNREACHABLE"})
  void a_named_task_that_does_not_stand_refuses_the_whole_command(TaskState state) {
    Facts facts = Facts.of(PLAN).doneTo("ctrl-1_stop_keystone").with(state, "ctrl-2_stop_keystone");
    Refusal refusal =
        refused(rollback(facts, tasks("ctrl-1_stop_keystone", "ctrl-2_stop_keystone")));
    assertThat(refusal.rule()).isEqualTo("wrong-state");
    assertThat(refusal.message())
        .isEqualTo(
            "1 named task of project 'spring' cannot be taken back: ctrl-2_stop_keystone ("
                + state.word()
                + "). Only what stands is: done, fail, unknown, rollback_fail, and what was skipped"
                + " or unreachable after it had run. Nothing was done: name the others without it.");
    assertThat(refusal.tasks()).containsExactly("ctrl-2_stop_keystone");
  }

  @Test
  void a_filter_leaves_out_what_does_not_stand() {
    Facts facts = Facts.of(PLAN).with(DONE, "ctrl-1_stop_keystone");
    assertThat(ids(rollback(facts, host("role=controller"))))
        .containsExactly("ctrl-1_stop_keystone");
  }

  @Test
  void a_named_task_that_the_filter_leaves_out_is_not_judged() {
    Facts facts = Facts.of(PLAN).with(DONE, "ctrl-1_stop_keystone");
    Selection both =
        new Selection(
            List.of("ctrl-1_stop_keystone", "ctrl-2_stop_keystone"),
            "ctrl-1",
            null,
            null,
            null,
            false,
            false);
    assertThat(ids(rollback(facts, both))).containsExactly("ctrl-1_stop_keystone");
  }

  @Test
  void later_tasks_of_the_instance_that_stand_refuse_it_and_both_ways_out_are_told() {
    Facts facts =
        Facts.of(PLAN)
            .doneTo("ctrl-2_upgrade_keystone")
            .with(UNDO, "ctrl-1_sync-db_keystone")
            .with(FAIL, "ctrl-1_start_keystone");
    Refusal refusal = refused(rollback(facts, tasks("ctrl-1_convert_keystone")));
    assertThat(refusal.rule()).isEqualTo("dependents");
    assertThat(refusal.message())
        .isEqualTo(
            "ctrl-1_convert_keystone cannot be taken back alone: 2 later tasks of keystone on"
                + " ctrl-1 stand: ctrl-1_upgrade_keystone (done), ctrl-1_start_keystone (fail)."
                + " Take them back first: add --with-dependents."
                + " Or leave them standing: --only --reason R.");
    assertThat(refusal.tasks()).containsExactly("ctrl-1_upgrade_keystone", "ctrl-1_start_keystone");
  }

  @Test
  void one_dependent_is_spoken_of_as_one() {
    Facts facts =
        Facts.of(PLAN).with(DONE, "ctrl-1_upgrade_keystone").with(FAIL, "ctrl-1_start_keystone");
    assertThat(refused(rollback(facts, tasks("ctrl-1_upgrade_keystone"))).message())
        .isEqualTo(
            "ctrl-1_upgrade_keystone cannot be taken back alone: 1 later task of keystone on ctrl-1"
                + " stands: ctrl-1_start_keystone (fail). Take it back first: add"
                + " --with-dependents. Or leave it standing: --only --reason R.");
  }

  @Test
  void dependents_of_several_instances_are_counted() {
    Facts facts = Facts.of(PLAN).doneTo("ctrl-2_start_keystone");
    Selection stops = tasks("ctrl-1_stop_keystone", "ctrl-2_stop_keystone");
    assertThat(refused(rollback(facts, stops)).message())
        .startsWith(
            "The 2 selected tasks cannot be taken back alone: 7 later tasks of 2 instances stand: ")
        .contains("ctrl-1_convert_keystone (done), ")
        .contains(" and 2 more.");
  }

  @Test
  void with_dependents_takes_them_back_first_and_says_so() {
    Facts facts =
        Facts.of(PLAN)
            .with(DONE, "ctrl-1_convert_keystone", "ctrl-1_upgrade_keystone")
            .with(FAIL, "ctrl-1_start_keystone");
    Cut cut =
        RollbackCut.cut(
            PLAN, facts, tasks("ctrl-1_convert_keystone"), RollbackOptions.WITH_DEPENDENTS);
    assertThat(lines(cut))
        .containsExactly(
            "management 5: ctrl-1 start",
            "management 4: ctrl-1 upgrade",
            "management 2: ctrl-1 convert");
    assertThat(accepted(cut).notes())
        .containsExactly(
            "2 later tasks are taken back first, because they stand on what was selected:"
                + " ctrl-1_upgrade_keystone (done), ctrl-1_start_keystone (fail).");
  }

  @Test
  void only_takes_back_exactly_the_named_and_says_what_stays() {
    Facts facts = Facts.of(PLAN).with(DONE, "ctrl-1_convert_keystone", "ctrl-1_upgrade_keystone");
    Cut cut = RollbackCut.cut(PLAN, facts, tasks("ctrl-1_convert_keystone"), RollbackOptions.ONLY);
    assertThat(ids(cut)).containsExactly("ctrl-1_convert_keystone");
    assertThat(accepted(cut).notes())
        .containsExactly(
            "1 later task is left standing on what is taken back: ctrl-1_upgrade_keystone (done).");
  }

  @Test
  void later_tasks_that_do_not_stand_are_no_dependents() {
    Facts facts =
        Facts.of(PLAN)
            .with(DONE, "ctrl-1_convert_keystone")
            .with(SKIPPED, "ctrl-1_upgrade_keystone")
            .with(UNREACHABLE, "ctrl-1_start_keystone");
    assertThat(ids(rollback(facts, tasks("ctrl-1_convert_keystone")))).hasSize(1);
  }

  @Test
  void a_later_task_that_was_skipped_after_it_had_run_is_a_dependent() {
    Facts facts =
        Facts.of(PLAN)
            .with(DONE, "ctrl-1_convert_keystone")
            .with(SKIPPED, "ctrl-1_upgrade_keystone")
            .ran("ctrl-1_upgrade_keystone");
    assertThat(refused(rollback(facts, tasks("ctrl-1_convert_keystone"))).tasks())
        .containsExactly("ctrl-1_upgrade_keystone");
  }

  @Test
  void behind_a_task_that_stands_for_its_component_the_tasks_of_all_hosts_are_dependents() {
    Facts facts = Facts.of(PLAN).doneTo("ctrl-2_upgrade_keystone");
    Refusal refusal = refused(rollback(facts, tasks("ctrl-1_sync-db_keystone")));
    assertThat(refusal.message())
        .contains("2 later tasks of 2 instances stand")
        .contains("ctrl-2_upgrade_keystone (done)");
    assertThat(
            ids(
                RollbackCut.cut(
                    PLAN,
                    facts,
                    tasks("ctrl-2_convert_keystone"),
                    RollbackOptions.WITH_DEPENDENTS)))
        .as("a neighbour's once task does not stand on it")
        .containsExactly("ctrl-2_upgrade_keystone", "ctrl-2_convert_keystone");
  }

  @Test
  void where_the_once_task_has_nothing_to_take_back_other_hosts_do_not_stand_on_it() {
    GlobalPlan plan =
        PlanBuilder.project("spring")
            .nothingToTakeBack("sync-db")
            .phase("management", Layout.BY_ACTION)
            .once(1, "ctrl-1", 1, "sync-db", "keystone")
            .task(2, "ctrl-2", 1, "start", "keystone")
            .build();
    Facts facts = Facts.of(plan).doneTo("ctrl-2_start_keystone");
    assertThat(
            ids(
                RollbackCut.cut(
                    plan, facts, tasks("ctrl-1_sync-db_keystone"), RollbackOptions.NONE)))
        .hasSize(1);
  }

  @Test
  void a_patch_may_give_the_once_task_a_way_back_on_which_other_hosts_stand_or_take_it_away() {
    PlanBuilder builder =
        PlanBuilder.project("spring")
            .phase("management", Layout.BY_ACTION)
            .once(1, "ctrl-1", 1, "sync-db", "keystone")
            .task(2, "ctrl-2", 1, "start", "keystone");
    Selection sync = tasks("ctrl-1_sync-db_keystone");
    GlobalPlan undoing = builder.build();
    Facts facts = Facts.of(undoing).doneTo("ctrl-2_start_keystone");
    assertThat(refused(RollbackCut.cut(undoing, facts, sync, RollbackOptions.NONE)).rule())
        .isEqualTo(Rule.DEPENDENTS);
    facts.patched("ctrl-1_sync-db_keystone", patched(undoing, "none"));
    assertThat(ids(RollbackCut.cut(undoing, facts, sync, RollbackOptions.NONE))).hasSize(1);

    GlobalPlan idle = builder.nothingToTakeBack("sync-db").build();
    facts = Facts.of(idle).doneTo("ctrl-2_start_keystone");
    facts.patched("ctrl-1_sync-db_keystone", patched(idle, "unsync.py"));
    assertThat(refused(RollbackCut.cut(idle, facts, sync, RollbackOptions.NONE)).tasks())
        .containsExactly("ctrl-2_start_keystone");
  }

  /** The content of the first task with another way back, as a patch makes it. */
  private static TaskSheet patched(GlobalPlan plan, String rollback) {
    Change change = new Change("sync-db", null, null, null, rollback, null);
    TaskSheet sheet = plan.sheets().get(plan.tasks().get(0).sheet());
    return PatchedSheet.of(sheet, new Patch("keystone", null, null, change)).sheet();
  }

  @Test
  void instances_of_one_component_on_one_host_do_not_stand_on_each_other() {
    GlobalPlan plan =
        PlanBuilder.project("spring")
            .phase("data", Layout.BY_HOST)
            .task(1, "db-1", 1, "stop", "galera.a")
            .task(1, "db-1", 2, "stop", "galera.b")
            .task(1, "db-1", 3, "start", "galera.a")
            .build();
    Facts facts = Facts.of(plan).doneTo("db-1_start_galera.a");
    assertThat(
            refused(RollbackCut.cut(plan, facts, tasks("db-1_stop_galera.a"), RollbackOptions.NONE))
                .message())
        .contains("1 later task of galera.a on db-1 stands");
    assertThat(ids(RollbackCut.cut(plan, facts, tasks("db-1_stop_galera.b"), RollbackOptions.NONE)))
        .hasSize(1);
  }

  @Test
  void tasks_of_one_group_do_not_stand_on_each_other() {
    GlobalPlan plan =
        PlanBuilder.project("spring")
            .phase("data", Layout.BY_HOST)
            .task(1, "cn-1", 1, "clear", "nova")
            .task(1, "cn-1", 1, "drain", "nova")
            .build();
    Facts facts = Facts.of(plan).doneTo("cn-1_drain_nova");
    assertThat(ids(RollbackCut.cut(plan, facts, tasks("cn-1_clear_nova"), RollbackOptions.NONE)))
        .hasSize(1);
  }

  @Test
  void nothing_is_taken_back_across_the_point_of_no_return_whatever_the_options() {
    Facts facts = Facts.of(PLAN).doneTo("cn-1_commit_nova");
    for (RollbackOptions options :
        new RollbackOptions[] {
          RollbackOptions.NONE, RollbackOptions.WITH_DEPENDENTS, RollbackOptions.ONLY
        }) {
      Refusal refusal = refused(RollbackCut.cut(PLAN, facts, tasks("cn-1_reboot_nova"), options));
      assertThat(refusal.rule()).isEqualTo("irreversible");
      assertThat(refusal.message())
          .isEqualTo(
              "cn-1_reboot_nova cannot be taken back: nova on cn-1 has passed the point of no"
                  + " return with cn-1_commit_nova (done). Repair forwards (upg patch, upg retry),"
                  + " or select without it.");
      assertThat(refusal.tasks()).containsExactly("cn-1_commit_nova");
    }
  }

  @Test
  void the_irreversible_task_itself_is_not_taken_back_either() {
    Facts facts = Facts.of(PLAN).doneTo("cn-2_reboot_nova").with(FAIL, "cn-1_commit_nova");
    assertThat(refused(rollback(facts, tasks("cn-1_commit_nova"))).rule())
        .isEqualTo("irreversible");
  }

  @Test
  void an_instance_that_has_not_passed_its_point_is_free_and_so_is_what_comes_behind_it() {
    Facts facts = Facts.of(PLAN).doneTo("cn-1_commit_nova").with(DONE, "cn-1_clean_nova");
    assertThat(ids(rollback(facts, host("cn-2")))).hasSize(2);
    assertThat(ids(rollback(facts, tasks("cn-1_clean_nova")))).hasSize(1);
    assertThat(refused(rollback(facts, Selection.ALL)).tasks()).containsExactly("cn-1_commit_nova");
  }

  @Test
  void a_dependent_behind_its_point_of_no_return_keeps_its_ground() {
    GlobalPlan plan =
        PlanBuilder.project("spring")
            .irreversible("cut-over")
            .phase("management", Layout.BY_ACTION)
            .once(1, "ctrl-1", 1, "sync-db", "keystone")
            .task(2, "ctrl-2", 1, "cut-over", "keystone")
            .build();
    Facts facts = Facts.of(plan).doneTo("ctrl-2_cut-over_keystone");
    Selection sync = tasks("ctrl-1_sync-db_keystone");
    assertThat(refused(RollbackCut.cut(plan, facts, sync, RollbackOptions.NONE)).rule())
        .isEqualTo("dependents");
    assertThat(refused(RollbackCut.cut(plan, facts, sync, RollbackOptions.WITH_DEPENDENTS)).rule())
        .isEqualTo("irreversible");
    assertThat(ids(RollbackCut.cut(plan, facts, sync, RollbackOptions.ONLY))).hasSize(1);
  }

  @Test
  void what_a_run_is_at_work_on_is_refused_named_or_by_filter() {
    Facts facts =
        Facts.of(PLAN)
            .doneTo("ctrl-2_start_keystone")
            .with(RUNNING, "cn-1_drain_nova")
            .held("cn-1_drain_nova", "cn-1_reboot_nova");
    for (Selection selection : new Selection[] {tasks("cn-1_reboot_nova"), host("cn-1")}) {
      assertThat(refused(rollback(facts, selection)).rule()).isEqualTo("task-running");
    }
    assertThat(refused(rollback(facts, host("cn-1"))).message())
        .isEqualTo(
            "A run of project 'spring' is at work on 2 tasks: cn-1_drain_nova (running),"
                + " cn-1_reboot_nova (undo, granted). Wait until it ended"
                + " (upg status spring --watch), or stop it: upg abort spring --now.");
  }

  @Test
  void a_dependent_that_a_run_is_at_work_on_is_waited_for_whatever_the_options() {
    Facts facts =
        Facts.of(PLAN)
            .with(DONE, "ctrl-1_convert_keystone")
            .with(ROLLING_BACK, "ctrl-1_upgrade_keystone")
            .held("ctrl-1_upgrade_keystone");
    for (RollbackOptions options :
        new RollbackOptions[] {
          RollbackOptions.NONE, RollbackOptions.WITH_DEPENDENTS, RollbackOptions.ONLY
        }) {
      Refusal refusal =
          refused(RollbackCut.cut(PLAN, facts, tasks("ctrl-1_convert_keystone"), options));
      assertThat(refusal.rule()).isEqualTo("task-running");
      assertThat(refusal.tasks()).containsExactly("ctrl-1_upgrade_keystone");
    }
  }

  @Test
  void a_run_at_work_elsewhere_is_not_waited_for() {
    Facts facts =
        Facts.of(PLAN)
            .with(DONE, "ctrl-1_convert_keystone")
            .with(RUNNING, "ctrl-2_convert_keystone")
            .held("ctrl-2_convert_keystone");
    assertThat(ids(rollback(facts, tasks("ctrl-1_convert_keystone")))).hasSize(1);
  }

  @Test
  void a_command_without_a_selection_is_bad_input() {
    Refusal refusal = refused(rollback(Facts.of(PLAN), Selection.NONE));
    assertThat(refusal.rule()).isEqualTo(Rule.BAD_INPUT);
    assertThat(refusal.message())
        .isEqualTo(
            "No task of project 'spring' is selected. Name tasks, or say --host, --component,"
                + " --phase, --batch, --failed or --all.");
  }

  @Test
  void unknown_names_are_bad_input_before_any_other_rule() {
    Facts facts = Facts.of(PLAN).with(RUNNING, "ctrl-1_stop_keystone");
    Refusal refusal =
        refused(rollback(facts, tasks("ctrl-1_stop_keystone", "ctrl-3_stop_keystone")));
    assertThat(refusal.rule()).isEqualTo(Rule.BAD_INPUT);
    assertThat(refusal.message())
        .startsWith("Project 'spring' has no task 'ctrl-3_stop_keystone'. Did you mean");
  }

  @Test
  void nothing_left_is_accepted_and_said() {
    Cut.Accepted cut = accepted(rollback(Facts.of(PLAN), host("role=controller")));
    assertThat(cut.plan().batches()).isEmpty();
    assertThat(cut.plan().direction()).isEqualTo(Direction.ROLLBACK);
    assertThat(cut.notes())
        .containsExactly("Nothing is left to do: of the 9 tasks selected none stands.");
    Selection nothing = new Selection(null, "cn-1", List.of("keystone"), null, null, false, false);
    assertThat(accepted(rollback(Facts.of(PLAN), nothing)).notes())
        .containsExactly("The selection matches no task of project 'spring'.");
  }

  private static Cut rollback(Facts facts, Selection selection) {
    return RollbackCut.cut(PLAN, facts, selection, RollbackOptions.NONE);
  }
}
