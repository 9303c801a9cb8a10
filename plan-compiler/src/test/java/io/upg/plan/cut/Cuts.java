package io.upg.plan.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.cut.CurrentPlan.NodeTask;
import io.upg.plan.fixture.PlanBuilder;
import io.upg.plan.model.Budget;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Layout;
import io.upg.plan.model.Task;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the tests of cuts share: one plan to speak of, and short words for answers. */
final class Cuts {
  private Cuts() {}

  /**
   * Keystone on two controllers by action, its database once; nova on two computes, one after the
   * other; a commit that cannot be taken back, and a cleanup behind it.
   */
  static GlobalPlan spring() {
    return spring(Budget.NONE);
  }

  static GlobalPlan spring(Budget budget) {
    PlanBuilder plan = PlanBuilder.project("spring");
    plan.host("ctrl-1", List.of("controller"), Map.of());
    plan.host("ctrl-2", List.of("controller"), Map.of());
    plan.phase("management", Layout.BY_ACTION, true, budget);
    for (String host : List.of("ctrl-1", "ctrl-2")) {
      plan.task(1, host, 1, "stop", "keystone").task(2, host, 1, "convert", "keystone");
      plan.task(4, host, 1, "upgrade", "keystone").task(5, host, 1, "start", "keystone");
    }
    plan.once(3, "ctrl-1", 1, "sync-db", "keystone");
    plan.phase("data", Layout.BY_HOST, true, budget);
    plan.task(1, "cn-1", 1, "drain", "nova").task(1, "cn-1", 2, "reboot", "nova");
    plan.task(2, "cn-2", 1, "drain", "nova").task(2, "cn-2", 2, "reboot", "nova");
    plan.phase("commit", Layout.BY_ACTION, false, Budget.NONE);
    plan.task(1, "cn-1", 1, "commit", "nova").task(1, "cn-2", 1, "commit", "nova");
    plan.phase("cleanup", Layout.BY_ACTION);
    plan.task(1, "cn-1", 1, "clean", "nova");
    return plan.build();
  }

  static Selection tasks(String... ids) {
    return new Selection(List.of(ids), null, null, null, null, false, false);
  }

  static Selection host(String hosts) {
    return new Selection(null, hosts, null, null, null, false, false);
  }

  static Selection failed() {
    return new Selection(null, null, null, null, null, true, false);
  }

  static Cut.Accepted accepted(Cut cut) {
    assertThat(cut).isInstanceOf(Cut.Accepted.class);
    return (Cut.Accepted) cut;
  }

  static Refusal refused(Cut cut) {
    assertThat(cut).isInstanceOf(Cut.Refused.class);
    return ((Cut.Refused) cut).refusal();
  }

  static List<String> ids(Cut cut) {
    return accepted(cut).plan().inOrder().map(Task::id).toList();
  }

  /** One line a batch: {@code management 5: ctrl-2 start, ctrl-1 start}. */
  static List<String> lines(Cut cut) {
    return accepted(cut).plan().batches().stream()
        .map(
            batch ->
                batch.phase()
                    + " "
                    + batch.number()
                    + ": "
                    + batch.nodeTasks().stream().map(Cuts::line).collect(Collectors.joining(", ")))
        .toList();
  }

  private static String line(NodeTask nodeTask) {
    return nodeTask.host()
        + " "
        + nodeTask.groups().stream()
            .map(group -> group.stream().map(Task::action).collect(Collectors.joining("+")))
            .collect(Collectors.joining(" > "));
  }
}
