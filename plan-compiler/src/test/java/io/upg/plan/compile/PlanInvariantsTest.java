package io.upg.plan.compile;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.NaturalOrder;
import io.upg.plan.fixture.Golden;
import io.upg.plan.fixture.TextTree;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Layout;
import io.upg.plan.model.Phase;
import io.upg.plan.model.Task;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every plan, shown on all golden ones. */
class PlanInvariantsTest {
  private static final Comparator<Task> ORDER =
      Comparator.comparingInt(Task::phase)
          .thenComparingInt(Task::batch)
          .thenComparing(Task::host, NaturalOrder.INSTANCE)
          .thenComparingInt(Task::group);

  static List<GlobalPlan> plans() {
    return Golden.folders("plans").stream().map(PlanInvariantsTest::plan).toList();
  }

  private static GlobalPlan plan(Path folder) {
    TextTree tree = Golden.input(folder);
    return PlanCompiler.compile(tree, "project.yaml", tree.overrides()).plan();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void numbers_are_places_and_the_order_is_phase_batch_host_group(GlobalPlan plan) {
    assertThat(plan.tasks())
        .extracting(Task::number)
        .isEqualTo(IntStream.rangeClosed(1, plan.tasks().size()).boxed().toList());
    assertThat(plan.tasks()).isSortedAccordingTo(ORDER);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void ids_are_unique_and_no_instance_does_an_action_twice(GlobalPlan plan) {
    assertThat(plan.tasks()).extracting(Task::id).doesNotHaveDuplicates();
    assertThat(plan.tasks())
        .extracting(task -> task.instance() + " " + task.action())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void batches_and_groups_are_numbered_without_gaps(GlobalPlan plan) {
    for (int phase = 0; phase < plan.phases().size(); phase++) {
      int index = phase;
      Map<Integer, List<Task>> batches =
          plan.tasks().stream()
              .filter(task -> task.phase() == index)
              .collect(groupingBy(Task::batch));
      assertThat(batches.keySet()).isEqualTo(range(plan.phases().get(phase).batches()));
      batches.values().forEach(PlanInvariantsTest::assertGroupsWithoutGaps);
    }
  }

  private static void assertGroupsWithoutGaps(List<Task> batch) {
    Map<String, Set<Integer>> groups =
        batch.stream().collect(groupingBy(Task::host, mapping(Task::group, toSet())));
    groups.forEach((host, here) -> assertThat(here).as(host).isEqualTo(range(here.size())));
  }

  private static Set<Integer> range(int last) {
    return IntStream.rangeClosed(1, last).boxed().collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("plans")
  void a_host_is_in_one_batch_of_a_rolling_phase(GlobalPlan plan) {
    for (Task task : plan.tasks()) {
      Phase phase = plan.phaseOf(task);
      if (phase.layout() == Layout.BY_HOST) {
        assertThat(plan.tasks())
            .filteredOn(t -> t.phase() == task.phase() && t.host().equals(task.host()))
            .allMatch(t -> t.batch() == task.batch());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void every_moved_instance_has_its_release_distributed_where_the_book_lists_it(GlobalPlan plan) {
    List<Task> distributed =
        plan.tasks().stream().filter(task -> task.action().equals("distribute")).toList();
    if (!distributed.isEmpty()) {
      assertThat(distributed).extracting(Task::instance).hasSameElementsAs(plan.instances());
    }
  }
}
