package io.upg.plan.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.fixture.PlanBuilder;
import io.upg.plan.lower.Lowering;
import io.upg.plan.lower.RunProgram;
import io.upg.plan.lower.ShardLimits;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Layout;
import io.upg.plan.model.TaskState;
import io.upg.plan.render.PlanText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 10,000 hosts with ten tasks each: anything quadratic would take minutes, not seconds. */
@Timeout(60)
class LargePlanTest {
  private static final int HOSTS = 10_000;
  private static GlobalPlan plan;

  @BeforeAll
  static void build() {
    PlanBuilder builder = PlanBuilder.project("large").requires("nova", "hostos");
    builder.phase("check", Layout.BY_ACTION);
    each((host, name) -> builder.task(1, name, 1, "check", "nova"));
    builder.phase("data", Layout.BY_HOST);
    each(
        (host, name) -> {
          for (int group = 1; group <= 9; group++) {
            String component = group % 2 == 0 ? "nova" : "hostos";
            builder.task(1 + host / 500, name, group, "step" + group, component);
          }
        });
    each((host, name) -> builder.host(name, List.of("compute"), Map.of("rack", "r" + host / 40)));
    plan = builder.build();
  }

  private interface EachHost {
    void accept(int host, String name);
  }

  private static void each(EachHost action) {
    for (int host = 0; host < HOSTS; host++) {
      action.accept(host, String.format("cn-%05d", host));
    }
  }

  @Test
  void it_is_cut_lowered_and_shown_at_once() {
    RunRequest all = new RunRequest(List.of(), Selection.NONE, false);
    Cut.Accepted cut = (Cut.Accepted) Interceptor.cut(plan, TaskStates.ALL_UNDO, all);
    RunProgram program = Lowering.lower(cut.plan(), ShardLimits.DEFAULT);
    assertThat(program.batches()).hasSize(21);
    assertThat(program.batches().get(0).shards()).hasSize(100);
    assertThat(program.batches().get(1).shards()).as("500 orders of 9 tasks").hasSize(6);
    assertThat(cut.plan().tasks()).isEqualTo(10 * HOSTS);
    assertThat(PlanText.folded(plan).lines().count()).isLessThan(30);
  }

  @Test
  void a_refusal_names_a_few_of_many() {
    RunRequest data = new RunRequest(List.of("data"), Selection.NONE, false);
    Refusal refusal =
        ((Cut.Refused) Interceptor.cut(plan, number -> TaskState.UNDO, data)).refusal();
    assertThat(refusal.tasks()).hasSize(100);
    assertThat(refusal.message()).contains("10000 tasks are not settled").hasSizeLessThan(500);
  }

  @Test
  void one_rack_of_it_is_found() {
    Selection rack = new Selection(null, "label.rack=r7", null, null, null, false, false);
    SelectionMatch match = new SelectionMatcher(plan, TaskStates.ALL_UNDO).match(rack);
    assertThat(match.numbers().cardinality()).isEqualTo(400);
  }
}
