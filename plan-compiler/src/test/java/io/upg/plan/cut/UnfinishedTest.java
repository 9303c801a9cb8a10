package io.upg.plan.cut;

import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.ROLLBACK_FAIL;
import static io.upg.plan.model.TaskState.ROLLED_BACK;
import static io.upg.plan.model.TaskState.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.fixture.Facts;
import io.upg.plan.fixture.PlanBuilder;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Layout;
import java.util.BitSet;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class UnfinishedTest {
  private static final GlobalPlan PLAN =
      PlanBuilder.project("spring")
          .phase("data", Layout.BY_HOST)
          .task(1, "a", 1, "stop", "nova")
          .task(1, "a", 2, "start", "nova")
          .task(2, "b", 1, "stop", "nova")
          .task(2, "b", 2, "start", "nova")
          .build();

  private final Facts facts = Facts.of(PLAN).doneTo("b_start_nova");

  private String waitingFor(Direction direction) {
    BitSet all = new BitSet();
    all.set(1, PLAN.tasks().size() + 1);
    RunScope run = new RunScope(direction, all, EnumSet.of(FAIL), false);
    return Unfinished.waitingFor(PLAN, facts, run, "upg run spring");
  }

  @Test
  void a_run_whose_tasks_are_all_settled_waits_for_nothing() {
    assertThat(waitingFor(Direction.RUN)).isNull();
    facts.with(ROLLED_BACK, "a_stop_nova", "a_start_nova", "b_stop_nova");
    facts.with(UNREACHABLE, "b_start_nova");
    assertThat(waitingFor(Direction.ROLLBACK)).isNull();
  }

  @Test
  void hosts_left_behind_and_tasks_left_out_are_told_apart() {
    facts.with(FAIL, "a_stop_nova").with(ROLLED_BACK, "b_start_nova");

    assertThat(waitingFor(Direction.RUN))
        .isEqualTo(
            "The run ended, but left 1 host behind within the budget: a."
                + " See: upg tasks spring --failed."
                + " 1 task was left out, because something was taken back or another run was at"
                + " work before it: b_start_nova (rolled_back)."
                + " Fix the cause, then: upg run spring");
  }

  @Test
  void without_a_failure_there_is_nothing_to_fix() {
    facts.with(ROLLED_BACK, "b_stop_nova", "b_start_nova");

    assertThat(waitingFor(Direction.RUN))
        .startsWith("2 tasks were left out, because")
        .endsWith("b_stop_nova (rolled_back), b_start_nova (rolled_back). Go on: upg run spring");
  }

  @Test
  void backwards_the_failed_rollbacks_come_first_and_then_what_stands_behind_them() {
    facts.with(ROLLED_BACK, "b_stop_nova", "b_start_nova").with(ROLLBACK_FAIL, "a_start_nova");
    facts.with(DONE, "a_stop_nova");

    assertThat(waitingFor(Direction.ROLLBACK))
        .isEqualTo(
            "1 task could not be taken back: a_start_nova (rollback_fail)."
                + " See: upg logs spring a_start_nova."
                + " Fix the cause (a script: upg patch spring), then: upg retry spring --failed."
                + " Or let it go: upg skip spring a_start_nova --reason R."
                + " 1 task behind it still stands: a_stop_nova (done)."
                + " Then roll back the same selection again.");
  }

  @Test
  void what_was_kept_back_without_a_failure_says_why() {
    facts.with(ROLLED_BACK, "b_stop_nova", "b_start_nova", "a_start_nova");

    assertThat(waitingFor(Direction.ROLLBACK))
        .startsWith("1 task still stands, because later tasks came to stand on it or another run")
        .contains("a_stop_nova (done)");
  }
}
