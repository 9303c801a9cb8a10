package io.upg.plan.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import io.upg.plan.fixture.TextTree;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.Budget;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.HostSheet;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.model.Step;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.problem.InvalidInput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the plan text does not show: sheets, documents, budgets, ids. */
class CompiledContentTest {
  private static final String FILES =
      """
      -- inventory.yaml --
      hosts:
        - {name: "ctrl-[1-3]", roles: [controller], zone: az1}
        - {name: "cn-[001-100]", roles: [compute]}
      instances:
        - {component: nova, on: role=controller, version: "1"}
        - {component: nova, on: role=compute, version: "1", name: cell}
      vars:
        "ctrl-1 | ctrl-2": {region: north, depth: {size: 3}}
        all: {region: south, vip: 10.0.0.9}
        ctrl-1: {region: west}
      -- project.yaml --
      project: spring
      inventory: inventory.yaml
      releases: releases/
      unreachable-after: 90s
      BUDGET
      targets: [{component: nova, version: "2"}]
      -- releases/nova/2/component.yaml --
      component: nova
      version: "2"
      actions:
        stop: {use: service.stop, with: {service: nova}}
        check: {use: check.disk, with: {free: 2GiB}}
        migrate: {script: bin/migrate.py, rollback: none, scope: once}
        convert: {script: bin/convert.py, rollback: bin/back.py, args: ["--to", "${to}"],
                  env: {VIP: "${vars.vip}"}, with: {depth: 2, list: [a, 1.5, true]},
                  timeout: 1m30s, retries: 2, retry-delay: 500ms}
        upgrade: {script: bin/convert.py, reversible: false}
      -- releases/nova/2/bin/convert.py --
      #!/usr/bin/env python3
      -- releases/nova/2/bin/migrate.py --
      #!/usr/bin/env python3
      # migrates
      -- releases/nova/2/bin/back.py --
      #!/usr/bin/env python3
      -- logic.yaml --
      phases:
        - {name: main, actions: [check, stop, migrate, convert, upgrade]}
      """;

  private final Compiled compiled = compiled("");
  private final GlobalPlan plan = compiled.plan();

  private static Compiled compiled(String budget) {
    String files =
        FILES
            .replace("BUDGET", budget.isEmpty() ? "" : "budget: " + budget)
            .replace("releases/\nunreach", "releases/\nlogic: logic.yaml\nunreach");
    return PlanCompiler.compile(TextTree.of(files), "project.yaml", List.of());
  }

  @Test
  void a_sheet_holds_everything_that_a_script_action_says() {
    TaskSheet sheet = sheet("ctrl-1_convert_nova");
    assertThat(sheet.forward())
        .isEqualTo(
            new Step.Script(
                "bin/convert.py", List.of("--to", "${to}"), Map.of("VIP", "${vars.vip}")));
    assertThat(sheet.backward()).isInstanceOf(Step.Script.class);
    assertThat(sheet.params()).isEqualTo(Map.of("depth", 2L, "list", List.of("a", 1.5, true)));
    assertThat(sheet.timeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(sheet.retryDelay()).isEqualTo(Duration.ofMillis(500));
    assertThat(sheet.retries()).isEqualTo(2);
    assertThat(sheet.retryFailures()).isTrue();
    assertThat(sheet.from() + sheet.to() + sheet.phase()).isEqualTo("12main");
  }

  @Test
  void what_an_action_does_not_say_has_the_documented_default() {
    TaskSheet sheet = sheet("ctrl-1_stop_nova");
    assertThat(sheet.timeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(sheet.retries()).isEqualTo(3);
    assertThat(sheet.retryFailures()).isFalse();
    assertThat(sheet.retryDelay()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void built_ins_bring_their_way_back_and_checks_have_nothing_to_take_back() {
    assertThat(sheet("ctrl-1_stop_nova").backward()).isEqualTo(new Step.Builtin("service.stop"));
    assertThat(sheet("ctrl-1_check_nova").backward()).isEqualTo(new Step.Nothing());
    assertThat(sheet("ctrl-1_upgrade_nova").backward()).isEqualTo(new Step.Impossible());
    assertThat(task("ctrl-1_upgrade_nova").reversible()).isFalse();
    assertThat(task("ctrl-1_stop_nova").reversible()).isTrue();
  }

  @Test
  void ids_carry_the_instance_name_except_for_what_is_done_once() {
    assertThat(task("cn-001_stop_nova.cell").instance().name()).isEqualTo("cell");
    assertThat(plan.tasks())
        .filteredOn(Task::once)
        .extracting(Task::id)
        .containsExactly("cn-001_migrate_nova");
  }

  @Test
  void the_narrower_host_set_gives_the_variable_in_whatever_order_they_are_written() {
    assertThat(host("ctrl-1").vars()).containsEntry("region", "west");
    assertThat(host("ctrl-2").vars()).containsEntry("region", "north");
    assertThat(host("ctrl-3").vars()).containsEntry("region", "south");
    assertThat(host("ctrl-1").vars()).containsEntry("depth", Map.of("size", 3L));
    assertThat(host("ctrl-3").labels()).containsEntry("zone", "az1");
  }

  @Test
  void hosts_that_are_alike_share_a_sheet() {
    assertThat(plan.hosts()).hasSize(103);
    assertThat(plan.hostSheets()).hasSize(4);
  }

  @Test
  void the_manifest_holds_the_files_but_not_component_yaml() {
    String digest = sheet("ctrl-1_stop_nova").release();
    ReleaseManifest manifest =
        CanonicalJson.read(compiled.documents().get(digest), ReleaseManifest.class);
    assertThat(manifest.files())
        .containsOnlyKeys("bin/convert.py", "bin/migrate.py", "bin/back.py");
    assertThat(compiled.files().values()).contains("releases/nova/2/bin/migrate.py");
  }

  @Test
  void peers_are_all_instances_of_the_component_at_the_versions_that_run() {
    byte[] document = compiled.documents().get(sheet("ctrl-1_stop_nova").peers());
    List<Map<String, String>> peers = CanonicalJson.read(document, new TypeReference<>() {});
    assertThat(peers).hasSize(103);
    assertThat(peers.get(0)).isEqualTo(Map.of("host", "cn-001", "version", "1", "name", "cell"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 0 | 0 | 0 | 0",
        "{batch: 2} | 2 | 103 | 103 | 0",
        "{batch: 2, phase: 2%, project: 3%, unreachable: 1%} | 2 | 2 | 3 | 1",
        "{phase: 0} | 103 | 0 | 103 | 0",
        "{unreachable: 5} | 0 | 0 | 0 | 5",
      })
  void budgets_round_down_and_only_written_ones_limit(
      String written, int batch, int phase, int project, int unreachable) {
    assertThat(compiled(written).plan().phases().get(0).budget())
        .isEqualTo(new Budget(batch, phase, project, unreachable));
  }

  @Test
  void the_project_says_how_long_a_host_may_take() {
    assertThat(plan.unreachableAfter()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void a_target_on_the_command_line_reads_component_version_and_host_set() {
    assertThat(List.of(TargetOverride.parse("hostos=r9@@hosts.txt"), TargetOverride.parse("a=1")))
        .extracting(TargetOverride::component, TargetOverride::version, TargetOverride::hosts)
        .containsExactly(tuple("hostos", "r9", "@hosts.txt"), tuple("a", "1", "all"));
    assertThatThrownBy(() -> TargetOverride.parse("hostos r9"))
        .hasMessageContaining("COMPONENT=VERSION@HOSTSET");
  }

  @Test
  void a_project_file_that_is_not_there_is_one_problem() {
    assertThatThrownBy(() -> PlanCompiler.compile(TextTree.of(""), "p/project.yaml", List.of()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("p/project.yaml: error: there is no file p/project.yaml.");
  }

  private HostSheet host(String name) {
    return plan.hostSheets().get(plan.hosts().get(name));
  }

  private TaskSheet sheet(String task) {
    return plan.sheets().get(task(task).sheet());
  }

  private Task task(String id) {
    return plan.tasks().stream().filter(task -> task.id().equals(id)).findFirst().orElseThrow();
  }
}
