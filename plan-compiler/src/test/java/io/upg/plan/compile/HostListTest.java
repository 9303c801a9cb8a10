package io.upg.plan.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.fixture.TextTree;
import io.upg.plan.model.Instance;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code @FILE} in host sets. */
class HostListTest {
  private static final String FILES =
      """
      -- p/inventory.yaml --
      hosts: [{name: "cn-[1-9]"}]
      instances: [{component: nova, on: all, version: "1"}]
      -- p/project.yaml --
      project: spring
      inventory: inventory.yaml
      releases: releases/
      targets: [{component: nova, on: "@lists/some.txt", version: "2"}]
      -- p/lists/some.txt --
      cn-1
      cn-[3-4]   # a comment
      -- lists/typed.txt --
      cn-9
      -- p/releases/nova/2/component.yaml --
      component: nova
      version: "2"
      actions: {stop: {use: service.stop, with: {service: nova}}}
      """;

  @Test
  void a_list_is_looked_for_beside_the_file_that_names_it() {
    assertThat(hosts(List.of())).containsExactly("cn-1", "cn-3", "cn-4");
  }

  @Test
  void on_the_command_line_it_is_the_path_as_typed() {
    assertThat(hosts(List.of(TargetOverride.parse("nova=2@@lists/typed.txt"))))
        .containsExactly("cn-1", "cn-3", "cn-4", "cn-9");
  }

  private static List<String> hosts(List<TargetOverride> overrides) {
    return PlanCompiler.compile(TextTree.of(FILES), "p/project.yaml", overrides)
        .plan()
        .instances()
        .stream()
        .map(Instance::host)
        .toList();
  }
}
