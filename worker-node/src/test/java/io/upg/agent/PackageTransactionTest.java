package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several installs of one host: one after the other, or together. */
class PackageTransactionTest extends PackageHost {
  @ParameterizedTest
  @EnumSource(names = "DEB")
  void installs_of_one_host_take_turns_and_each_is_its_own_task(PackageTools tools)
      throws Exception {
    tools.require();
    PackageTools.furnish(host.root());
    List<Sheet> group = new ArrayList<>();
    for (String name : List.of("nova", "glance", "cinder")) {
      String post = "mkdir /busy || exit 4; sleep 0.2; rmdir /busy; echo " + name + " is set up";
      file(tools, name, tools.build(folder, name, "1", post));
      Map<String, Object> params = Map.of("file", name + "." + tools.ending);
      group.add(host.builtin("package.install", params).named(name));
    }

    NodeTaskReport report = host.deliver(host.order(1, Direction.RUN, List.of(group)));

    assertThat(report.results()).extracting(TaskResult::error).containsOnlyNulls();
    assertThat(report.results()).hasSize(3);
    for (Sheet sheet : group) {
      assertThat(output(sheet)).containsOnlyOnce("is set up").doesNotContain("waits, up to");
    }
    String all = group.stream().map(this::output).collect(Collectors.joining());
    assertThat(all.split("waits for its turn: [a-z0-9_ ]+ installs")).hasSize(3);
  }

  /** Neither of two packages may be there without the other's same version. */
  @ParameterizedTest
  @EnumSource
  void a_transaction_changes_together_what_cannot_be_changed_alone(PackageTools tools)
      throws Exception {
    tools.require();
    PackageTools.furnish(host.root());
    install(tools, pair(tools, "nova", "glance", "1", ""), pair(tools, "glance", "nova", "1", ""));
    String before = tree(tools);
    pair(tools, "nova", "glance", "2", "echo nova is set up");
    pair(tools, "glance", "nova", "2", "echo glance is set up");

    NodeTaskReport alone = host.run(1, part(tools, "nova", false));
    assertThat(alone.results().get(0).state()).isEqualTo(TaskState.FAIL);
    assertThat(host.rollback(2, part(tools, "nova", false)).error()).isNull();
    assertThat(tree(tools)).isEqualTo(before);

    List<Sheet> group = List.of(part(tools, "nova", true), part(tools, "glance", true));
    NodeTaskReport there = host.deliver(host.order(3, Direction.RUN, List.of(group)));

    assertThat(there.results())
        .extracting(TaskResult::message)
        .containsExactly(
            "nova %s -> %s".formatted(tools.version("1"), tools.version("2")),
            "glance %s -> %s".formatted(tools.version("1"), tools.version("2")));
    for (TaskResult result : there.results()) {
      assertThat(result.tail()).contains("nova is set up", "glance is set up");
    }
    NodeTaskReport back = host.deliver(host.order(4, Direction.ROLLBACK, List.of(group)));
    assertThat(back.results()).extracting(TaskResult::error).containsOnlyNulls();
    assertThat(tree(tools)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(names = "RPM")
  void a_transaction_that_fails_fails_each_of_its_tasks(PackageTools tools) throws Exception {
    tools.require();
    PackageTools.furnish(host.root());
    file(tools, "nova-2", tools.build(folder, "nova", "2", ""));
    file(tools, "glance-2", tools.build(folder, "glance", "2", "exit 7"));
    List<Sheet> group = List.of(part(tools, "nova", true), part(tools, "glance", true));

    NodeTaskReport there = host.deliver(host.order(1, Direction.RUN, List.of(group)));

    assertThat(there.results()).extracting(TaskResult::state).containsOnly(TaskState.FAIL);
    assertThat(there.results())
        .extracting(TaskResult::error)
        .allMatch(error -> error.contains("status 7"))
        .filteredOn(error -> error.contains("in one transaction with h1_"))
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = "DEB")
  void a_transaction_does_not_wait_for_who_will_not_come(PackageTools tools) throws Exception {
    tools.require();
    PackageTools.furnish(host.root());
    file(tools, "nova-2", tools.build(folder, "nova", "2", ""));
    Map<String, Object> params =
        Map.of("file", "${vars.nothing}." + tools.ending, "transaction", true);
    Sheet lost = host.builtin("package.install", params).named("lost");
    List<Sheet> group = List.of(lost, part(tools, "nova", true));

    NodeTaskReport there = host.deliver(host.order(1, Direction.RUN, List.of(group)));

    assertThat(there.results())
        .extracting(TaskResult::state)
        .containsExactly(TaskState.FAIL, TaskState.DONE);
  }

  private byte[] pair(PackageTools tools, String name, String needs, String version, String post)
      throws Exception {
    byte[] content = tools.build(folder, name, version, post, needs);
    file(tools, name + "-" + version, content);
    return content;
  }

  /** A task that brings a package to version 2, from 1 where that is there. */
  private Sheet part(PackageTools tools, String name, boolean transaction) {
    Map<String, Object> params =
        new HashMap<>(Map.of("file", name + "-2." + tools.ending, "transaction", transaction));
    params.put("previous", name + "-1." + tools.ending);
    return host.builtin("package.install", params).named(name);
  }
}
