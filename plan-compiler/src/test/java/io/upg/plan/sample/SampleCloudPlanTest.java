package io.upg.plan.sample;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.compile.Compiled;
import io.upg.plan.compile.PlanCompiler;
import io.upg.plan.fixture.Edited;
import io.upg.plan.fixture.FolderTree;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Instance;
import io.upg.plan.model.Phase;
import io.upg.plan.model.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What examples/sample-cloud promises of its plan, with each of its logic books. */
class SampleCloudPlanTest {
  private static final FolderTree SAMPLE = new FolderTree(Path.of("../examples/sample-cloud"));

  @Test
  void it_compiles_without_a_note() {
    Compiled compiled = PlanCompiler.compile(SAMPLE, "project.yaml", List.of());
    assertThat(compiled.notes()).isEmpty();
    assertThat(compiled.plan().tasks()).hasSize(206);
  }

  @Test
  void everything_goes_to_2025_1_and_only_three_computes_to_r9() {
    Map<String, List<String>> hostsByTarget =
        compiled("default").instances().stream()
            .collect(
                groupingBy(
                    instance -> instance.component() + "@" + instance.to(),
                    mapping(Instance::host, toList())));
    List<String> controllers = List.of("ctrl-1", "ctrl-2", "ctrl-3");
    assertThat(hostsByTarget)
        .containsOnlyKeys(
            "keystone@2025.1",
            "nova-api@2025.1",
            "nova-conductor@2025.1",
            "neutron-server@2025.1",
            "neutron-agent@2025.1",
            "nova-compute@2025.1",
            "hostos@r9")
        .containsEntry("hostos@r9", List.of("cn-1", "cn-2", "cn-3"))
        .containsEntry("keystone@2025.1", controllers)
        .containsEntry("neutron-agent@2025.1", List.of("net-1"))
        .hasEntrySatisfying("nova-compute@2025.1", computes -> assertThat(computes).hasSize(8));
  }

  @Test
  void keystone_is_stopped_last_and_started_first() {
    GlobalPlan plan = compiled("default");
    assertThat(batchOf(plan, "ctrl-1_stop_keystone"))
        .isGreaterThan(batchOf(plan, "ctrl-3_stop_nova-conductor"));
    assertThat(batchOf(plan, "ctrl-1_stop_nova-conductor"))
        .isGreaterThan(batchOf(plan, "ctrl-3_stop_nova-api"));
    assertThat(batchOf(plan, "ctrl-3_start_keystone"))
        .isLessThan(batchOf(plan, "ctrl-1_start_nova-conductor"));
    assertThat(batchOf(plan, "ctrl-1_sync-db_keystone"))
        .isGreaterThan(batchOf(plan, "ctrl-3_convert_keystone"))
        .isLessThan(batchOf(plan, "ctrl-1_upgrade_keystone"));
  }

  @Test
  void the_canary_is_one_compute_then_three_then_the_rest() {
    GlobalPlan plan = compiled("default");
    Map<Integer, Set<String>> hosts =
        plan.tasks().stream()
            .filter(task -> plan.phaseOf(task).name().equals("data"))
            .collect(groupingBy(Task::batch, mapping(Task::host, toSet())));
    assertThat(hosts)
        .containsOnly(
            Map.entry(1, Set.of("cn-1")),
            Map.entry(2, Set.of("cn-2", "cn-3", "cn-4")),
            Map.entry(3, Set.of("cn-5", "cn-6", "cn-7", "cn-8")));
  }

  @Test
  void another_logic_book_puts_the_network_node_before_the_controllers() {
    GlobalPlan plan = compiled("logic/network-first.yaml");
    assertThat(plan.phases())
        .extracting(Phase::name)
        .containsExactly("distribute", "check", "network", "management", "data", "commit");
    assertThat(numberOf(plan, "net-1_verify_neutron-agent"))
        .isLessThan(numberOf(plan, "ctrl-1_stop_keystone"));
    assertThat(ids(plan)).isEqualTo(ids(compiled("default")));
  }

  @Test
  void another_logic_book_splits_management_in_two() {
    GlobalPlan plan = compiled("logic/split-management.yaml");
    assertThat(phaseOf(plan, "ctrl-1_upgrade_keystone")).isEqualTo("management-convert");
    assertThat(phaseOf(plan, "ctrl-1_start_keystone")).isEqualTo("management-start");
    assertThat(ids(plan)).isEqualTo(ids(compiled("default")));
    assertThat(plan.digest()).isNotEqualTo(compiled("default").digest());
  }

  private static GlobalPlan compiled(String logic) {
    String project = SAMPLE.text("project.yaml").orElseThrow();
    String edited = project.replaceFirst("(?m)^logic: default", "logic: " + logic);
    Edited tree = new Edited(SAMPLE, Map.of("project.yaml", edited));
    return PlanCompiler.compile(tree, "project.yaml", List.of()).plan();
  }

  private static Set<String> ids(GlobalPlan plan) {
    return plan.tasks().stream().map(Task::id).collect(toSet());
  }

  private static int batchOf(GlobalPlan plan, String id) {
    return task(plan, id).batch();
  }

  private static int numberOf(GlobalPlan plan, String id) {
    return task(plan, id).number();
  }

  private static String phaseOf(GlobalPlan plan, String id) {
    return plan.phaseOf(task(plan, id)).name();
  }

  private static Task task(GlobalPlan plan, String id) {
    return plan.tasks().stream().filter(task -> task.id().equals(id)).findFirst().orElseThrow();
  }
}
