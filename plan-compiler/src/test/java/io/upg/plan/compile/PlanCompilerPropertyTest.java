package io.upg.plan.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.NaturalOrder;
import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.Cut;
import io.upg.plan.cut.Interceptor;
import io.upg.plan.cut.RunRequest;
import io.upg.plan.cut.Selection;
import io.upg.plan.cut.TaskStates;
import io.upg.plan.fixture.Property;
import io.upg.plan.fixture.RandomProject;
import io.upg.plan.fixture.RandomProject.Component;
import io.upg.plan.fixture.RandomProject.Rule;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class PlanCompilerPropertyTest {

  /** All properties look at the same cases: to compile them costs more than to check them. */
  private record Case(RandomProject project, GlobalPlan plan) {
    static Case of(long seed) {
      Random random = new Random(seed);
      RandomProject project = new RandomProject(random);
      return new Case(project, project.compile(random).plan());
    }
  }

  private static final long FIRST = System.nanoTime();
  private static final Map<Long, Case> CASES = new HashMap<>();

  private static void ofAnyProject(BiConsumer<RandomProject, GlobalPlan> property) {
    Property.holds(
        FIRST,
        200,
        seed -> {
          Case one = CASES.computeIfAbsent(seed, Case::of);
          property.accept(one.project, one.plan);
        });
  }

  @Test
  void every_action_of_every_instance_is_one_task() {
    ofAnyProject(
        (project, plan) -> {
          List<String> expected = new ArrayList<>();
          for (Component component : project.components()) {
            for (String action : component.actions()) {
              if (action.equals("sync-db")) {
                expected.add(leader(project, component) + "_sync-db_" + component.name());
              } else {
                project
                    .hosts(component)
                    .forEach(host -> expected.add(host + "_" + action + "_" + component.name()));
              }
            }
          }
          assertThat(plan.tasks())
              .extracting(Task::id)
              .containsExactlyInAnyOrderElementsOf(expected);
        });
  }

  /** The first host by name in the first phase that takes any: controllers go first. */
  private static String leader(RandomProject project, Component component) {
    List<String> hosts = new ArrayList<>(project.hosts(component));
    if (component.where() != RandomProject.Where.COMPUTES) {
      hosts.removeIf(host -> !host.startsWith("ctrl"));
    }
    return hosts.stream().min(NaturalOrder.INSTANCE).orElseThrow();
  }

  @Test
  void numbers_go_by_phase_batch_host_and_group() {
    ofAnyProject(
        (project, plan) -> {
          for (int next = 1; next < plan.tasks().size(); next++) {
            Task before = plan.tasks().get(next - 1);
            Task task = plan.tasks().get(next);
            assertThat(task.number()).isEqualTo(next + 1);
            assertThat(compare(before, task)).as("%s, %s", before, task).isLessThanOrEqualTo(0);
          }
        });
  }

  private static int compare(Task a, Task b) {
    if (a.phase() != b.phase()) {
      return a.phase() - b.phase();
    }
    if (a.batch() != b.batch()) {
      return a.batch() - b.batch();
    }
    int hosts = NaturalOrder.INSTANCE.compare(a.host(), b.host());
    return hosts != 0 ? hosts : a.group() - b.group();
  }

  @Test
  void no_batch_is_over_its_limit_and_none_is_empty() {
    ofAnyProject(
        (project, plan) -> {
          Map<String, Set<String>> hosts = new HashMap<>();
          for (Task task : plan.tasks()) {
            hosts
                .computeIfAbsent(task.phase() + "." + task.batch(), b -> new HashSet<>())
                .add(task.host());
          }
          for (int phase = 0; phase < plan.phases().size(); phase++) {
            Rule rule = project.rules().get(phase);
            int most = rule.sizes().stream().mapToInt(size -> size).max().orElse(1_000);
            for (int batch = 1; batch <= plan.phases().get(phase).batches(); batch++) {
              assertThat(hosts.get(phase + "." + batch)).hasSizeBetween(1, most);
            }
          }
        });
  }

  @Test
  void in_every_node_task_the_actions_follow_the_logic_book() {
    ofAnyProject(
        (project, plan) ->
            pairs(
                plan,
                (task, other) -> {
                  boolean sameInstance = task.instance().equals(other.instance());
                  if (sameInstance && position(task) < position(other)) {
                    assertBefore(task, other);
                  }
                }));
  }

  @Test
  void a_required_component_comes_first_and_is_stopped_last() {
    ofAnyProject(
        (project, plan) ->
            pairs(
                plan,
                (task, other) -> {
                  Component component = project.component(other.component());
                  boolean required = component.requires().contains(task.component());
                  boolean ordered = sameHostOrWaits(plan, project, task, other);
                  if (!required || !task.action().equals(other.action()) || !ordered) {
                    return;
                  }
                  String action = task.action();
                  boolean groups = action.equals("stop") || action.equals("start");
                  Component needed = project.component(task.component());
                  if (!groups) {
                    assertBefore(task, other);
                  } else if (sameGroup(needed, component)) {
                    Task first = action.equals("stop") ? other : task;
                    assertBefore(first, first == task ? other : task);
                  }
                }));
  }

  /** Rolling, a host waits for its own required component; elsewhere all hosts wait. */
  private static boolean sameHostOrWaits(
      GlobalPlan plan, RandomProject project, Task task, Task other) {
    if (task.phase() != other.phase()) {
      return false;
    }
    boolean rolling = project.rules().get(task.phase()).layout().equals("by-host");
    return !rolling || task.host().equals(other.host());
  }

  private static boolean sameGroup(Component one, Component other) {
    return Objects.equals(one.stopGroup(), other.stopGroup());
  }

  @Test
  void stop_groups_are_stopped_in_order_and_started_in_reverse() {
    ofAnyProject(
        (project, plan) ->
            pairs(
                plan,
                (task, other) -> {
                  boolean sameAction =
                      task.action().equals(other.action()) && task.phase() == other.phase();
                  String group = project.component(task.component()).stopGroup();
                  String later = project.component(other.component()).stopGroup();
                  if (!sameAction || group == null || later == null) {
                    return;
                  }
                  boolean rolling = project.rules().get(task.phase()).layout().equals("by-host");
                  boolean sameBatch = group.charAt(0) == later.charAt(0);
                  boolean comparable = task.host().equals(other.host()) || !rolling && !sameBatch;
                  if (comparable && group.compareTo(later) < 0) {
                    if (task.action().equals("stop")) {
                      assertBefore(task, other);
                    } else if (task.action().equals("start")) {
                      assertBefore(other, task);
                    }
                  }
                }));
  }

  @Test
  void what_is_done_once_is_done_before_the_components_later_tasks_on_every_host() {
    ofAnyProject(
        (project, plan) ->
            pairs(
                plan,
                (task, other) -> {
                  boolean later = position(other) > position(task) || other.phase() > task.phase();
                  if (task.once() && task.component().equals(other.component()) && later) {
                    assertBefore(task, other);
                  }
                }));
  }

  private static int position(Task task) {
    return RandomProject.ACTIONS.indexOf(task.action());
  }

  /** Earlier phase, earlier batch, or earlier group of the same node task. */
  private static void assertBefore(Task first, Task second) {
    boolean before =
        first.phase() < second.phase()
            || first.phase() == second.phase() && first.batch() < second.batch()
            || first.phase() == second.phase()
                && first.batch() == second.batch()
                && first.host().equals(second.host())
                && first.group() < second.group();
    if (!before) {
      throw new AssertionError(first + " does not come before " + second);
    }
  }

  private static void pairs(GlobalPlan plan, BiConsumer<Task, Task> check) {
    for (Task task : plan.tasks()) {
      for (Task other : plan.tasks()) {
        if (task != other) {
          check.accept(task, other);
        }
      }
    }
  }

  @Test
  void the_digest_does_not_depend_on_the_order_of_entries_but_on_what_they_say() {
    Property.holds(
        100,
        random -> {
          RandomProject project = new RandomProject(random);
          Compiled compiled = project.compile(random);
          Compiled again = project.compile(random);
          assertThat(again.plan()).isEqualTo(compiled.plan());
          assertThat(again.inventory()).isEqualTo(compiled.inventory());
          assertThat(again.documents().keySet()).isEqualTo(compiled.documents().keySet());
          String other =
              new RandomProject(new Random(random.nextLong())).compile(random).plan().digest();
          assertThat(other).isNotEqualTo(compiled.plan().digest());
        });
  }

  @Test
  void every_compiled_plan_can_be_cut_whole_and_reversed() {
    ofAnyProject(
        (project, plan) -> {
          RunRequest everything = new RunRequest(List.of(), Selection.NONE, false);
          CurrentPlan cut =
              ((Cut.Accepted) Interceptor.cut(plan, TaskStates.ALL_UNDO, everything)).plan();
          assertThat(cut.inOrder()).containsExactlyElementsOf(plan.tasks());
          assertThat(cut.reversed().reversed()).isEqualTo(cut);
        });
  }
}
