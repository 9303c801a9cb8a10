package io.upg.plan.cut;

import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.RUNNING;
import static io.upg.plan.model.TaskState.SKIPPED;
import static io.upg.plan.model.TaskState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.fixture.PlanBuilder;
import io.upg.plan.model.Budget;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Layout;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterceptorTest {
  /** Two controllers by action, two computes one after the other, a commit, and what follows it. */
  private static final GlobalPlan PLAN = plan();

  @Test
  void nothing_named_runs_all_phases_up_to_the_first_that_cannot_be_taken_back() {
    Cut.Accepted cut = accepted(run(List.of(), Selection.NONE, Map.of()));
    assertThat(cut.plan().batches())
        .extracting(batch -> batch.phase() + " " + batch.number() + " " + batch.stage())
        .containsExactly(
            "management 1 stop", "management 2 convert", "data 1 1 host", "data 2 1 host");
    assertThat(cut.notes())
        .containsExactly(
            "Phase 'commit' (2 tasks) cannot be taken back and was left out; it runs only when"
                + " named: upg run spring commit. 1 task of later phases wait for it.");
  }

  @Test
  void an_irreversible_phase_runs_when_it_or_one_of_its_tasks_is_named() {
    Map<String, TaskState> before = settledBefore("commit");
    assertThat(ids(run(List.of("commit"), Selection.NONE, before)))
        .containsExactly("cn-1_commit_nova", "cn-2_commit_nova");
    assertThat(ids(run(List.of(), Selection.ofPhases(List.of("commit")), before))).hasSize(2);
    assertThat(ids(run(List.of(), tasks("cn-1_commit_nova"), before)))
        .containsExactly("cn-1_commit_nova");
    assertThat(ids(run(List.of(), Selection.ALL, before))).isEmpty();
  }

  @Test
  void once_the_irreversible_phase_is_settled_the_way_goes_on() {
    assertThat(ids(run(List.of(), Selection.NONE, settledBefore("cleanup"))))
        .containsExactly("cn-1_clean_nova");
  }

  @Test
  void the_parts_of_a_selection_are_joined_by_and() {
    Selection selection =
        new Selection(null, "role=controller", List.of("keystone"), null, List.of(2), false, false);
    assertThat(ids(outOfOrder(List.of("management"), selection, Map.of())))
        .containsExactly("ctrl-1_convert_keystone", "ctrl-2_convert_keystone");
    Selection failed = new Selection(null, null, null, null, null, true, false);
    assertThat(ids(outOfOrder(List.of(), failed, Map.of("ctrl-2_stop_nova", FAIL))))
        .containsExactly("ctrl-2_stop_nova");
  }

  @Test
  void unknown_names_are_refused_all_together_with_suggestions() {
    Selection selection =
        new Selection(
            List.of("ctrl-1_stop_keystne"),
            "role=controler | cn-7",
            List.of("novva"),
            List.of("dta"),
            List.of(9),
            false,
            false);
    Refusal refusal = refused(run(List.of("managment"), selection, Map.of()));
    assertThat(refusal.rule()).isEqualTo(Rule.BAD_INPUT);
    assertThat(refusal.message())
        .isEqualTo(
            "Project 'spring' has no phase 'managment'. Did you mean 'management'?"
                + " Project 'spring' has no task 'ctrl-1_stop_keystne'."
                + " Did you mean 'ctrl-1_stop_keystone'?"
                + " No host has the role 'controler'. Did you mean 'controller'?"
                + " There is no host 'cn-7'. Did you mean 'cn-1'?"
                + " Project 'spring' has no component 'novva'. Did you mean 'nova'?"
                + " Project 'spring' has no phase 'dta'. Did you mean 'data'?"
                + " No phase has a batch 9. Batches by phase:"
                + " management 2, data 2, commit 1, cleanup 1.");
  }

  @Test
  void a_host_set_that_cannot_be_read_is_bad_input() {
    Selection selection = new Selection(null, "role=controller &", null, null, null, false, false);
    Refusal refusal = refused(run(List.of(), selection, Map.of()));
    assertThat(refusal.rule()).isEqualTo(Rule.BAD_INPUT);
    assertThat(refusal.message()).startsWith("Host set 'role=controller &', character 18: ");
  }

  @Test
  void a_phase_whose_predecessors_are_not_settled_is_refused_naming_them() {
    Refusal refusal =
        refused(run(List.of("data"), Selection.NONE, Map.of("ctrl-1_stop_nova", DONE)));
    assertThat(refusal.rule()).isEqualTo(Rule.PREDECESSORS);
    assertThat(refusal.message())
        .isEqualTo(
            "Phase 'data' of project 'spring' may not run cn-1_drain_nova yet:"
                + " 7 tasks are not settled before it: ctrl-1_stop_keystone (undo),"
                + " ctrl-2_stop_keystone (undo), ctrl-2_stop_nova (undo),"
                + " ctrl-1_convert_keystone (undo), ctrl-1_convert_nova (undo) and 2 more."
                + " Bring those to done first: upg run spring."
                + " Or run out of order: --out-of-order --reason R.");
    assertThat(refusal.tasks()).hasSize(7).contains("ctrl-2_convert_nova");
    assertThat(ids(outOfOrder(List.of("data"), Selection.NONE, Map.of()))).hasSize(4);
  }

  @Test
  void an_unknown_task_is_left_out_and_stands_in_the_way_until_somebody_decides() {
    Map<String, TaskState> states = Map.of("ctrl-2_convert_nova", UNKNOWN);
    assertThat(refused(run(List.of(), Selection.NONE, states)).message())
        .contains("1 task is not settled before it: ctrl-2_convert_nova (unknown).")
        .contains("upg retry spring TASK, upg skip spring TASK --reason R");
    Cut.Accepted cut = accepted(run(List.of("management"), Selection.NONE, states));
    assertThat(cut.plan().inOrder()).extracting(Task::id).doesNotContain("ctrl-2_convert_nova");
    assertThat(cut.notes())
        .containsExactly(
            "1 task is left out until you decide: ctrl-2_convert_nova (unknown)."
                + " Try again, let go or take back: upg retry spring TASK,"
                + " upg skip spring TASK --reason R, or upg rollback spring TASK.");
  }

  @Test
  void tasks_that_run_already_are_left_out_and_named() {
    Cut.Accepted cut =
        accepted(
            run(
                List.of("management"),
                tasks("ctrl-1_stop_nova"),
                Map.of("ctrl-1_stop_nova", RUNNING)));
    assertThat(cut.plan().batches()).isEmpty();
    assertThat(cut.notes())
        .containsExactly(
            "1 task is left out because a run is at work on them: ctrl-1_stop_nova (running).");
  }

  @Test
  void nothing_left_is_accepted_and_said() {
    Cut.Accepted done =
        accepted(run(List.of(), tasks("ctrl-1_stop_nova"), Map.of("ctrl-1_stop_nova", SKIPPED)));
    assertThat(done.plan().batches()).isEmpty();
    assertThat(done.notes()).containsExactly("Nothing is left to do: 1 task is done or skipped.");
    Selection nothing = new Selection(null, "cn-1", null, null, null, false, false);
    assertThat(accepted(run(List.of("management"), nothing, Map.of())).notes())
        .containsExactly("The selection matches no task of project 'spring'.");
  }

  @Test
  void a_rolling_host_waits_for_its_own_required_component_but_not_for_another_hosts() {
    GlobalPlan plan =
        PlanBuilder.project("roll")
            .requires("nova", "neutron")
            .phase("data", Layout.BY_HOST)
            .task(1, "cn-1", 1, "start", "neutron")
            .task(1, "cn-1", 2, "start", "nova")
            .task(2, "cn-2", 1, "start", "neutron")
            .task(2, "cn-2", 2, "start", "nova")
            .task(3, "cn-3", 1, "start", "nova")
            .build();
    assertThat(missing(plan, "cn-2_start_nova")).containsExactly("cn-2_start_neutron");
    assertThat(missing(plan, "cn-3_start_nova"))
        .containsExactly("cn-1_start_neutron", "cn-2_start_neutron");
  }

  @Test
  void every_host_waits_for_the_components_once_task() {
    GlobalPlan plan =
        PlanBuilder.project("once")
            .phase("management", Layout.BY_ACTION)
            .task(1, "ctrl-2", 1, "stop", "nova")
            .once(2, "ctrl-1", 1, "sync-db", "nova")
            .task(3, "ctrl-1", 1, "start", "nova")
            .task(3, "ctrl-3", 1, "start", "nova")
            .task(3, "ctrl-4", 1, "start", "keystone")
            .build();
    assertThat(missing(plan, "ctrl-3_start_nova")).containsExactly("ctrl-1_sync-db_nova");
    assertThat(missing(plan, "ctrl-4_start_keystone")).isEmpty();
  }

  private static List<String> missing(GlobalPlan plan, String task) {
    RunRequest request = new RunRequest(List.of(), tasks(task), false);
    Cut cut = Interceptor.cut(plan, TaskStates.ALL_UNDO, request);
    return cut instanceof Cut.Refused refused ? refused.refusal().tasks() : List.of();
  }

  private static Selection tasks(String... ids) {
    return new Selection(List.of(ids), null, null, null, null, false, false);
  }

  private static Cut run(List<String> phases, Selection selection, Map<String, TaskState> states) {
    return Interceptor.cut(PLAN, states(states), new RunRequest(phases, selection, false));
  }

  private static Cut outOfOrder(
      List<String> phases, Selection selection, Map<String, TaskState> states) {
    return Interceptor.cut(PLAN, states(states), new RunRequest(phases, selection, true));
  }

  private static TaskStates states(Map<String, TaskState> states) {
    return number -> states.getOrDefault(PLAN.tasks().get(number - 1).id(), TaskState.UNDO);
  }

  private static Map<String, TaskState> settledBefore(String phase) {
    Map<String, TaskState> states = new HashMap<>();
    for (Task task : PLAN.tasks()) {
      if (PLAN.phaseOf(task).name().equals(phase)) {
        break;
      }
      states.put(task.id(), DONE);
    }
    return states;
  }

  private static List<String> ids(Cut cut) {
    return accepted(cut).plan().inOrder().map(Task::id).toList();
  }

  private static Cut.Accepted accepted(Cut cut) {
    assertThat(cut).isInstanceOf(Cut.Accepted.class);
    return (Cut.Accepted) cut;
  }

  private static Refusal refused(Cut cut) {
    assertThat(cut).isInstanceOf(Cut.Refused.class);
    return ((Cut.Refused) cut).refusal();
  }

  private static GlobalPlan plan() {
    PlanBuilder plan = PlanBuilder.project("spring");
    plan.host("ctrl-1", List.of("controller"), Map.of());
    plan.host("ctrl-2", List.of("controller"), Map.of());
    plan.phase("management", Layout.BY_ACTION);
    for (String host : List.of("ctrl-1", "ctrl-2")) {
      for (String component : List.of("keystone", "nova")) {
        plan.task(1, host, 1, "stop", component).task(2, host, 1, "convert", component);
      }
    }
    plan.phase("data", Layout.BY_HOST);
    plan.task(1, "cn-1", 1, "drain", "nova").task(1, "cn-1", 2, "upgrade", "nova");
    plan.task(2, "cn-2", 1, "drain", "nova").task(2, "cn-2", 2, "upgrade", "nova");
    plan.phase("commit", Layout.BY_ACTION, false, Budget.NONE);
    plan.task(1, "cn-1", 1, "commit", "nova").task(1, "cn-2", 1, "commit", "nova");
    plan.phase("cleanup", Layout.BY_ACTION);
    plan.task(1, "cn-1", 1, "clean", "nova");
    return plan.build();
  }
}
