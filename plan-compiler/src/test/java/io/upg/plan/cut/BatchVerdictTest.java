package io.upg.plan.cut;

import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.ROLLBACK_FAIL;
import static io.upg.plan.model.TaskState.UNDO;
import static io.upg.plan.model.TaskState.UNKNOWN;
import static io.upg.plan.model.TaskState.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.cut.BatchReport.Spent;
import io.upg.plan.fixture.PlanBuilder;
import io.upg.plan.model.Budget;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Layout;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskState;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchVerdictTest {
  private static final Budget TWO = new Budget(2, 3, 3, 1);
  private static final GlobalPlan PLAN = plan();

  @Test
  void a_batch_of_settled_tasks_passes() {
    BatchVerdict verdict = judge(Budget.NONE, new Spent(0, 0, 0));
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.settled()).isEqualTo(7);
  }

  @Test
  void without_a_budget_the_first_failure_waits_and_says_what_to_do() {
    BatchVerdict verdict =
        judge(
            Budget.NONE,
            new Spent(1, 1, 0),
            outcome("ctrl-2", FAIL, 1, "bad line 7\nand more"),
            new TaskOutcome(task("ctrl-2", "start"), UNDO, null, null));
    assertThat(verdict.failed()).isEqualTo(1);
    assertThat(verdict.waitingFor())
        .isEqualTo(
            "1 task failed in management batch 3/9: ctrl-2_convert_keystone (bad line 7)."
                + " Neighbours finished; nothing of the next batch started."
                + " See: upg logs spring ctrl-2_convert_keystone."
                + " Fix the cause, then: upg run spring");
  }

  @Test
  void many_failures_are_counted_and_three_are_named() {
    TaskOutcome[] outcomes = new TaskOutcome[5];
    for (int i = 0; i < 5; i++) {
      outcomes[i] = outcome("ctrl-" + (i + 1), UNREACHABLE, null, null);
    }
    assertThat(judge(TWO, new Spent(0, 0, 5), outcomes).waitingFor())
        .startsWith("5 tasks failed in management batch 3/9: ctrl-1_convert_keystone (unreachable)")
        .contains("ctrl-3_convert_keystone (unreachable) and 2 more.")
        .contains("Over the budget: 5 hosts unreachable, the budget is 1.");
  }

  @Test
  void within_every_budget_the_way_goes_on() {
    assertThat(judge(TWO, new Spent(2, 2, 0), fail("ctrl-1"), fail("ctrl-2")).passed()).isTrue();
    assertThat(judge(TWO, new Spent(0, 0, 1), outcome("ctrl-1", UNREACHABLE, null, null)).passed())
        .isTrue();
  }

  @Test
  void budgets_count_hosts_not_tasks() {
    TaskOutcome second = new TaskOutcome(task("ctrl-1", "start"), FAIL, 1, null);
    Budget one = new Budget(1, 1, 1, 0);
    assertThat(judge(one, new Spent(1, 1, 0), fail("ctrl-1"), second).passed()).isTrue();
    assertThat(judge(one, new Spent(1, 1, 0), fail("ctrl-1"), fail("ctrl-2")).waitingFor())
        .contains("2 hosts failed in the batch, the budget is 1");
  }

  @Test
  void earlier_failures_of_phase_and_project_use_up_their_budgets() {
    assertThat(judge(TWO, new Spent(4, 4, 0), fail("ctrl-1")).waitingFor())
        .contains(
            "Over the budget: 4 hosts failed in the phase, the budget is 3;"
                + " 4 hosts failed in the project, the budget is 3.");
  }

  @Test
  void a_failed_task_that_stands_for_the_component_is_in_no_budget() {
    TaskOutcome once = new TaskOutcome(task("ctrl-1", "sync-db"), FAIL, 2, "locked");
    assertThat(judge(TWO, new Spent(1, 1, 0), once).waitingFor())
        .startsWith("1 task failed in management batch 3/9: ctrl-1_sync-db_keystone (locked).")
        .contains("stands for all of keystone: no budget passes over it");
  }

  @Test
  void what_upg_run_does_not_take_up_is_sent_to_the_command_that_does() {
    assertThat(
            judge(Budget.NONE, new Spent(1, 1, 0), outcome("ctrl-1", UNKNOWN, null, null))
                .waitingFor())
        .endsWith("Fix the cause, then: upg retry spring --failed");
  }

  @Test
  void a_task_that_did_not_run_though_its_host_is_well_stops_the_way() {
    assertThat(judge(TWO, new Spent(0, 0, 0), outcome("ctrl-1", UNDO, null, null)).waitingFor())
        .isEqualTo(
            "1 task of management batch 3/9 did not run to an end: ctrl-1_convert_keystone (undo)."
                + " Go on: upg run spring");
  }

  @Test
  void tasks_of_a_host_that_was_left_behind_before_are_not_waited_for() {
    BatchReport report =
        report(
            Direction.RUN,
            TWO,
            new Spent(1, 1, 0),
            Set.of("ctrl-1"),
            outcome("ctrl-1", UNDO, null, null));
    assertThat(BatchVerdict.of(report).passed()).isTrue();
  }

  @Test
  void backwards_no_failure_stops_what_does_not_depend_on_it() {
    BatchReport report =
        report(
            Direction.ROLLBACK,
            TWO,
            new Spent(1, 1, 0),
            Set.of(),
            outcome("ctrl-1", ROLLBACK_FAIL, 3, "no copy"));
    assertThat(BatchVerdict.of(report)).isEqualTo(new BatchVerdict(null, 7, 1));
  }

  @Test
  void spent_budgets_are_counted_by_host_and_unreachable_ones_apart() {
    TaskStates states =
        number -> {
          Task task = PLAN.tasks().get(number - 1);
          if (task.host().equals("ctrl-1")) {
            return FAIL;
          }
          return task.host().equals("ctrl-2") ? UNREACHABLE : TaskState.DONE;
        };
    assertThat(Budgets.spent(PLAN, states, 0)).isEqualTo(new Spent(1, 1, 1));
  }

  private static BatchVerdict judge(Budget budget, Spent spent, TaskOutcome... outcomes) {
    return BatchVerdict.of(report(Direction.RUN, budget, spent, Set.of(), outcomes));
  }

  private static BatchReport report(
      Direction direction, Budget budget, Spent spent, Set<String> left, TaskOutcome... outcomes) {
    return new BatchReport(
        "spring", direction, "management", 3, 9, budget, List.of(outcomes), 7, left, spent);
  }

  private static TaskOutcome fail(String host) {
    return outcome(host, FAIL, 1, null);
  }

  private static TaskOutcome outcome(String host, TaskState state, Integer exit, String error) {
    return new TaskOutcome(task(host, "convert"), state, exit, error);
  }

  private static Task task(String host, String action) {
    return PLAN.tasks().stream()
        .filter(task -> task.host().equals(host) && task.action().equals(action))
        .findFirst()
        .orElseThrow();
  }

  private static GlobalPlan plan() {
    PlanBuilder plan = PlanBuilder.project("spring").phase("management", Layout.BY_ACTION);
    plan.once(1, "ctrl-1", 1, "sync-db", "keystone");
    for (int i = 1; i <= 5; i++) {
      plan.task(2, "ctrl-" + i, 1, "convert", "keystone");
      plan.task(3, "ctrl-" + i, 1, "start", "keystone");
    }
    return plan.build();
  }
}
