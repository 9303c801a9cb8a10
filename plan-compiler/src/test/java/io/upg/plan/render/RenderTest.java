package io.upg.plan.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.fixture.PlanBuilder;
import io.upg.plan.fixture.Property;
import io.upg.plan.fixture.RandomPlans;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.Budget;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Layout;
import io.upg.plan.model.Task;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenderTest {

  @Test
  void hosts_that_do_the_same_are_one_line_and_batches_that_are_alike_are_one_entry() {
    GlobalPlan plan = spring();
    assertThat(PlanText.folded(plan))
        .isEqualTo(
            """
            Project spring, plan %s
            9 hosts, 10 instances, 26 tasks

              keystone 1 -> 2  on ctrl-[1-2]
              nova 1 -> 2      on cn-[0001-0006], ctrl-[2-3]

            Point of no return: phase commit (1 task)

            Phase 1/4 management: 3 hosts, 3 batches, 7 tasks, by-action
              batch 1/3 stop: 3 tasks
                ctrl-1: stop keystone
                ctrl-2: stop keystone, nova
              batch 2/3 sync-db: 1 task
                ctrl-1: sync-db keystone (once for all hosts)
              batch 3/3 start: 3 tasks
                ctrl-[1-2] (2 hosts): start keystone
                ctrl-3: start nova

            Phase 2/4 network: nothing to do

            Phase 3/4 data: 6 hosts, 3 batches, 18 tasks, by-host
              batches 1 to 3 of 3, 1, 2, 3 hosts: 18 tasks
                cn-[0001-0006] (6 hosts):
                  1. drain nova
                  2. stop nova
                  3. upgrade nova

            Phase 4/4 commit: 1 host, 1 batch, 1 task, by-action, NO WAY BACK
              batch 1/1 commit: 1 task
                cn-0001: commit nova (no way back)
            """
                .formatted(plan.digest()));
  }

  @Test
  void the_full_text_names_every_task_once_in_plan_order() {
    Property.holds(
        100,
        random -> {
          GlobalPlan plan = RandomPlans.plan(random);
          List<String> named =
              PlanText.full(plan)
                  .lines()
                  .filter(line -> line.matches(" {6}\\d+\\. .*"))
                  .map(line -> line.strip().split(" ")[1])
                  .toList();
          assertThat(named).containsExactlyElementsOf(plan.tasks().stream().map(Task::id).toList());
        });
  }

  @Test
  void ten_thousand_hosts_stay_a_page() {
    PlanBuilder builder = PlanBuilder.project("big").phase("data", Layout.BY_HOST);
    for (int host = 1; host <= 10_000; host++) {
      String name = String.format("cn-%05d", host);
      builder
          .task((host + 9) / 10, name, 1, "stop", "nova")
          .task((host + 9) / 10, name, 2, "start", "nova");
    }
    String text = PlanText.folded(builder.build());
    assertThat(text.lines().count()).isLessThan(15);
    assertThat(text)
        .contains("batches 1 to 1000 of 1000, 1000 x 10 hosts: 20000 tasks")
        .contains("cn-[00001-10000] (10000 hosts):");
  }

  @Test
  void the_json_is_the_whole_plan() {
    GlobalPlan plan = spring();
    byte[] json = PlanJson.complete(plan).getBytes(StandardCharsets.UTF_8);
    assertThat(CanonicalJson.read(json, GlobalPlan.class)).isEqualTo(plan);
  }

  @Test
  void a_dry_run_lists_the_exact_tasks_in_the_order_of_their_start() {
    GlobalPlan plan = spring();
    BitSet some = new BitSet();
    some.set(2, 5);
    CurrentPlan back = CurrentPlan.of(plan, some).reversed();
    assertThat(CurrentPlanText.list(back))
        .isEqualTo(
            """
            management batch 2 sync-db
              ctrl-1_sync-db_keystone
            management batch 1 stop
              ctrl-2_stop_nova~management
              ctrl-2_stop_keystone~management
            """);
    Map<String, List<Map<String, Object>>> json =
        CanonicalJson.read(CanonicalJson.bytes(PlanJson.dryRun(back)), new TypeReference<>() {});
    assertThat(json.get("tasks"))
        .containsExactly(
            entry("ctrl-1_sync-db_keystone", 2),
            entry("ctrl-2_stop_nova~management", 1),
            entry("ctrl-2_stop_keystone~management", 1));
  }

  private static Map<String, Object> entry(String id, int batch) {
    return Map.of("id", id, "direction", "rollback", "phase", "management", "batch", batch);
  }

  @Test
  void the_graph_has_a_cluster_for_each_phase_and_one_chain_of_batches() {
    assertThat(PlanDot.render(spring()))
        .isEqualTo(
            """
            digraph "spring" {
              rankdir=TB;
              node [shape=box, fontname="sans-serif"];
              subgraph cluster_0 {
                label="management";
                p0_b1 [label="1 stop\\n2 hosts, 3 tasks"];
                p0_b2 [label="2 sync-db\\n1 host, 1 task"];
                p0_b3 [label="3 start\\n3 hosts, 3 tasks"];
              }
              subgraph cluster_2 {
                label="data";
                p2_b1 [label="1 to 3\\n6 hosts, 18 tasks"];
              }
              subgraph cluster_3 {
                label="commit (no way back)";
                color=red;
                p3_b1 [label="1 commit\\n1 host, 1 task"];
              }
              p0_b1 -> p0_b2;
              p0_b2 -> p0_b3;
              p0_b3 -> p2_b1;
              p2_b1 -> p3_b1;
            }
            """);
  }

  @Test
  void a_plan_does_not_differ_from_itself() {
    assertThat(PlanDiff.text(spring(), spring()))
        .isEqualTo("The plans are the same: " + spring().digest() + "\n");
  }

  @Test
  void what_is_added_removed_moved_or_has_other_content_is_told_with_its_hosts() {
    PlanBuilder before = PlanBuilder.project("p").phase("data", Layout.BY_HOST);
    PlanBuilder after =
        PlanBuilder.project("p").phase("data", Layout.BY_HOST, false, new Budget(2, 2, 2, 0));
    for (int host = 1; host <= 4; host++) {
      before.task(1, "cn-" + host, 1, "stop", "nova").task(1, "cn-" + host, 2, "convert", "nova");
      after
          .task(host <= 2 ? 1 : 2, "cn-" + host, 1, "stop", "nova")
          .task(1, "cn-" + host, 2, "start", "nova");
    }
    after.host("cn-5", List.of(), Map.of());
    GlobalPlan old = before.build();
    GlobalPlan next = after.build();
    assertThat(PlanDiff.text(old, next))
        .startsWith("--- " + old.digest() + "\n+++ " + next.digest() + "\n")
        .contains("* phase data: by-host, 1 batch, reversible, budget")
        .contains("- convert nova in data batch 1 group 2: cn-[1-4]\n")
        .contains("+ start nova in data batch 1 group 2: cn-[1-4]\n")
        .contains("> stop nova from data batch 1 group 1 to data batch 2 group 1: cn-[3-4]\n")
        .contains(
            "* stop nova in data batch 1 group 1: other way back (there is none now): cn-[1-2]\n")
        .contains("+ hosts: cn-5\n");
  }

  @Test
  void two_different_plans_never_look_the_same() {
    Property.holds(
        100,
        random -> {
          GlobalPlan plan = RandomPlans.plan(random);
          GlobalPlan other = RandomPlans.plan(random);
          if (!plan.digest().equals(other.digest())) {
            assertThat(PlanDiff.text(plan, other).lines().count()).isGreaterThan(2);
          }
        });
  }

  private static GlobalPlan spring() {
    PlanBuilder plan = PlanBuilder.project("spring").phase("management", Layout.BY_ACTION);
    plan.task(1, "ctrl-1", 1, "stop", "keystone");
    plan.task(1, "ctrl-2", 1, "stop", "keystone").task(1, "ctrl-2", 1, "stop", "nova");
    plan.once(2, "ctrl-1", 1, "sync-db", "keystone");
    plan.task(3, "ctrl-1", 1, "start", "keystone").task(3, "ctrl-2", 1, "start", "keystone");
    plan.task(3, "ctrl-3", 1, "start", "nova");
    plan.phase("network", Layout.BY_HOST).phase("data", Layout.BY_HOST);
    for (int host = 1; host <= 6; host++) {
      int batch = host == 1 ? 1 : host <= 3 ? 2 : 3;
      String name = "cn-000" + host;
      plan.task(batch, name, 1, "drain", "nova").task(batch, name, 2, "stop", "nova");
      plan.task(batch, name, 3, "upgrade", "nova");
    }
    plan.phase("commit", Layout.BY_ACTION, false, Budget.NONE);
    return plan.task(1, "cn-0001", 1, "commit", "nova").build();
  }
}
