package io.upg.plan.cut;

import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.ROLLBACK_FAIL;
import static io.upg.plan.model.TaskState.ROLLED_BACK;
import static io.upg.plan.model.TaskState.ROLLING_BACK;
import static io.upg.plan.model.TaskState.RUNNING;
import static io.upg.plan.model.TaskState.SKIPPED;
import static io.upg.plan.model.TaskState.UNDO;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.fixture.Facts;
import io.upg.plan.fixture.PlanBuilder;
import io.upg.plan.fixture.Property;
import io.upg.plan.fixture.RandomFacts;
import io.upg.plan.fixture.RandomPlans;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Layout;
import io.upg.plan.model.Step;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.model.TaskState;
import io.upg.plan.patch.Change;
import io.upg.plan.patch.Patch;
import io.upg.plan.patch.PatchedSheet;
import io.upg.plan.patch.Place;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateCutTest {
  private static final Set<TaskState> RUNNABLE =
      EnumSet.of(UNDO, ROLLED_BACK, FAIL, TaskState.UNREACHABLE);

  /** Two controllers with keystone (its database once) and nova, action by action. */
  private static final GlobalPlan PLAN =
      PlanBuilder.project("spring")
          .phase("management", Layout.BY_ACTION)
          .task(1, "a", 1, "stop", "keystone")
          .task(1, "b", 1, "stop", "keystone")
          .task(1, "a", 2, "stop", "nova")
          .task(1, "b", 2, "stop", "nova")
          .once(2, "a", 1, "sync", "keystone")
          .task(3, "a", 1, "start", "nova")
          .task(3, "b", 1, "start", "nova")
          .task(3, "a", 2, "start", "keystone")
          .task(3, "b", 2, "start", "keystone")
          .build();

  private final Facts facts = Facts.of(PLAN);

  private static BitSet batch(int number) {
    return numbers(PLAN.tasks().stream().filter(task -> task.batch() == number).toList());
  }

  private static BitSet numbers(List<Task> tasks) {
    BitSet numbers = new BitSet();
    tasks.forEach(task -> numbers.set(task.number()));
    return numbers;
  }

  private static RunScope all(Direction direction, boolean alone) {
    return new RunScope(direction, numbers(PLAN.tasks()), RUNNABLE, alone);
  }

  private static RunScope only(Direction direction, boolean alone, String... ids) {
    List<String> own = List.of(ids);
    List<Task> tasks = PLAN.tasks().stream().filter(task -> own.contains(task.id())).toList();
    return new RunScope(direction, numbers(tasks), RUNNABLE, alone);
  }

  private List<String> startable(RunScope run, int batch) {
    return GateCut.startable(PLAN, facts, run, batch(batch)).stream()
        .mapToObj(number -> PLAN.tasks().get(number - 1).id())
        .toList();
  }

  private List<String> forwards(int batch) {
    return startable(all(Direction.RUN, false), batch);
  }

  private List<String> backwards(int batch) {
    return startable(all(Direction.ROLLBACK, false), batch);
  }

  @Test
  void all_of_a_batch_starts_where_what_comes_before_is_settled() {
    facts.doneTo("a_sync_keystone").with(SKIPPED, "b_stop_nova");

    assertThat(forwards(3))
        .containsExactly("a_start_nova", "a_start_keystone", "b_start_nova", "b_start_keystone");
  }

  @Test
  void a_host_on_which_something_was_taken_back_meanwhile_stays_out() {
    facts.doneTo("a_sync_keystone").with(ROLLED_BACK, "b_stop_nova");

    assertThat(forwards(3)).containsExactly("a_start_nova", "a_start_keystone");
    assertThat(GateCut.leftBehind(PLAN, facts, all(Direction.RUN, false), batch(3)))
        .containsExactly("b");
  }

  @Test
  void a_host_that_another_run_takes_something_back_on_stays_out_though_its_state_shows_nothing() {
    facts.doneTo("a_sync_keystone").held("b_stop_nova");

    assertThat(forwards(3)).containsExactly("a_start_nova", "a_start_keystone");
  }

  @Test
  void a_component_waits_everywhere_for_its_task_that_stands_for_all() {
    facts.doneTo("b_stop_nova").with(FAIL, "a_sync_keystone");

    assertThat(forwards(3)).containsExactly("b_start_nova");
  }

  @Test
  void what_stays_out_keeps_back_the_later_groups_of_its_host_in_the_same_batch() {
    facts.with(TaskState.UNKNOWN, "a_stop_keystone");

    assertThat(forwards(1)).containsExactly("b_stop_keystone", "b_stop_nova");
  }

  @Test
  void a_run_out_of_order_or_a_retry_waits_for_its_own_tasks_only() {
    facts.with(FAIL, "a_stop_nova");

    assertThat(startable(only(Direction.RUN, true, "a_start_nova"), 3)).contains("a_start_nova");
    assertThat(startable(only(Direction.RUN, false, "a_start_nova"), 3)).isEmpty();
    assertThat(startable(only(Direction.RUN, true, "a_stop_nova", "a_start_nova"), 3))
        .doesNotContain("a_start_nova");
  }

  @Test
  void no_run_takes_what_another_one_is_at_work_on() {
    facts.doneTo("a_sync_keystone").with(RUNNING, "a_start_nova").held("b_start_nova");

    assertThat(forwards(3)).isEmpty();
  }

  @Test
  void an_instance_that_is_being_taken_back_later_in_the_plan_is_not_run_meanwhile() {
    facts.with(ROLLED_BACK, "a_stop_nova").with(ROLLING_BACK, "a_start_nova");
    facts.with(DONE, "b_stop_keystone", "a_stop_keystone");

    assertThat(forwards(1)).containsExactly("b_stop_nova");
  }

  @Test
  void on_the_way_back_a_failed_rollback_keeps_back_its_host_and_no_other() {
    facts.doneTo("b_start_keystone").with(ROLLED_BACK, "b_start_nova", "b_start_keystone");
    facts.with(ROLLED_BACK, "a_start_keystone", "a_sync_keystone");
    facts.with(ROLLBACK_FAIL, "a_start_nova");

    assertThat(backwards(1)).containsExactly("b_stop_keystone", "b_stop_nova");
    assertThat(GateCut.leftBehind(PLAN, facts, all(Direction.ROLLBACK, false), batch(1)))
        .containsExactly("a");
  }

  @Test
  void a_task_that_stands_for_all_is_taken_back_after_all_of_its_component() {
    facts.doneTo("b_start_keystone").with(ROLLED_BACK, "a_start_nova", "a_start_keystone");
    facts.with(ROLLED_BACK, "b_start_nova").with(ROLLBACK_FAIL, "b_start_keystone");

    assertThat(backwards(2)).isEmpty();

    facts.with(ROLLED_BACK, "b_start_keystone");
    assertThat(backwards(2)).containsExactly("a_sync_keystone");
  }

  @Test
  void a_task_whose_way_back_was_patched_away_stands_for_all_no_longer() {
    facts.doneTo("b_start_keystone").with(ROLLED_BACK, "a_start_nova", "a_start_keystone");
    facts.with(ROLLED_BACK, "b_start_nova").with(ROLLBACK_FAIL, "b_start_keystone");
    Change nothing = new Change("sync", null, null, null, "none", null);
    Change look = new Change("sync", null, null, Place.BEFORE, "none", null);

    TaskSheet sheet = patched(PLAN, new Patch("keystone", "look.py", null, look));
    facts.patched("a_sync_keystone", sheet);
    assertThat(backwards(2)).isEmpty();

    sheet = PatchedSheet.of(sheet, new Patch("keystone", null, null, nothing)).sheet();
    facts.patched("a_sync_keystone", sheet);
    assertThat(backwards(2)).containsExactly("a_sync_keystone");
  }

  @Test
  void a_task_that_was_patched_with_a_way_back_waits_for_all_of_its_component() {
    GlobalPlan plan =
        PlanBuilder.project("spring")
            .nothingToTakeBack("sync")
            .phase("management", Layout.BY_ACTION)
            .once(1, "a", 1, "sync", "keystone")
            .task(2, "b", 1, "start", "keystone")
            .build();
    RunScope sync = new RunScope(Direction.ROLLBACK, numbers(plan.tasks()), RUNNABLE, false);
    BitSet batch = numbers(plan.tasks().subList(0, 1));
    Facts recorded = Facts.of(plan).with(DONE, "a_sync_keystone");
    recorded.with(ROLLBACK_FAIL, "b_start_keystone");
    assertThat(GateCut.startable(plan, recorded, sync, batch)).isEqualTo(batch);

    Change undo = new Change("sync", null, null, null, "unsync.py", null);
    recorded.patched("a_sync_keystone", patched(plan, new Patch("keystone", null, null, undo)));
    assertThat(GateCut.startable(plan, recorded, sync, batch).isEmpty()).isTrue();
  }

  private static TaskSheet patched(GlobalPlan plan, Patch patch) {
    Task once = plan.tasks().stream().filter(Task::once).findFirst().orElseThrow();
    return PatchedSheet.of(plan.sheets().get(once.sheet()), patch).sheet();
  }

  @Test
  void what_was_never_run_or_is_taken_back_already_is_not_taken_back() {
    facts.with(DONE, "a_stop_keystone").with(SKIPPED, "a_stop_nova", "b_stop_nova");
    facts.with(TaskState.UNREACHABLE, "b_stop_keystone").ran("b_stop_nova");

    assertThat(backwards(1)).containsExactly("a_stop_keystone", "b_stop_nova");
  }

  @Test
  void a_task_on_which_a_later_one_came_to_stand_meanwhile_is_not_taken_back() {
    facts.doneTo("b_stop_nova").with(DONE, "a_start_nova");

    assertThat(startable(only(Direction.ROLLBACK, false, "a_stop_nova"), 1))
        .doesNotContain("a_stop_nova")
        .contains("b_stop_nova");
    assertThat(startable(only(Direction.ROLLBACK, true, "a_stop_nova"), 1)).contains("a_stop_nova");
    facts.with(RUNNING, "a_start_nova");
    assertThat(startable(only(Direction.ROLLBACK, true, "a_stop_nova"), 1))
        .doesNotContain("a_stop_nova");
  }

  @Test
  void the_one_pass_agrees_with_the_rule_told_pair_by_pair() {
    Property.holds(800, GateCutTest::check);
  }

  private static void check(Random random) {
    GlobalPlan plan = RandomPlans.plan(random);
    if (plan.tasks().isEmpty()) {
      return;
    }
    Facts facts = RandomFacts.of(plan, random, random.nextBoolean());
    BitSet own = new BitSet();
    plan.tasks().stream()
        .filter(task -> random.nextInt(3) > 0)
        .forEach(task -> own.set(task.number()));
    Direction direction = random.nextBoolean() ? Direction.RUN : Direction.ROLLBACK;
    RunScope run = new RunScope(direction, own, RUNNABLE, random.nextBoolean());
    Task any = plan.tasks().get(random.nextInt(plan.tasks().size()));
    List<Task> batch =
        plan.tasks().stream()
            .filter(task -> task.phase() == any.phase() && task.batch() == any.batch())
            .filter(task -> own.get(task.number()))
            .toList();

    assertThat(GateCut.startable(plan, facts, run, numbers(batch)))
        .isEqualTo(new PairByPairGate(plan, facts, run).startable(batch));
  }

  @Test
  void what_a_gate_does_not_look_at_decides_nothing() {
    Property.holds(800, GateCutTest::checkWithoutTheRest);
  }

  private static void checkWithoutTheRest(Random random) {
    GlobalPlan plan = RandomPlans.plan(random);
    if (plan.tasks().isEmpty()) {
      return;
    }
    Facts facts = RandomFacts.of(plan, random, random.nextBoolean());
    BitSet own = numbers(plan.tasks().stream().filter(task -> random.nextInt(3) > 0).toList());
    Direction direction = random.nextBoolean() ? Direction.RUN : Direction.ROLLBACK;
    RunScope run = new RunScope(direction, own, RUNNABLE, random.nextBoolean());
    List<Task> once = plan.tasks().stream().filter(Task::once).toList();
    List<Task> some = once.isEmpty() || random.nextBoolean() ? plan.tasks() : once;
    Task any = some.get(random.nextInt(some.size()));
    String host = random.nextBoolean() ? any.host() : null;
    BitSet batch =
        numbers(
            plan.tasks().stream()
                .filter(task -> task.phase() == any.phase() && task.batch() == any.batch())
                .filter(task -> host == null || task.host().equals(host))
                .filter(task -> own.get(task.number()))
                .toList());
    BitSet startable = GateCut.startable(plan, facts, run, batch);
    Set<String> leftBehind = GateCut.leftBehind(plan, facts, run, batch);

    BitSet looksAt = GateCut.looksAt(plan, batch);
    for (Task task : plan.tasks()) {
      if (!looksAt.get(task.number())) {
        facts.set(task.number(), UNDO);
        facts.hold(task, false);
        facts.ran(task, false);
      }
    }

    assertThat(GateCut.startable(plan, facts, run, batch)).isEqualTo(startable);
    assertThat(GateCut.leftBehind(plan, facts, run, batch)).isEqualTo(leftBehind);
  }

  /** The rule as one would say it, task against task. */
  private record PairByPairGate(GlobalPlan plan, Facts facts, RunScope run) {
    private static final Comparator<Task> BATCH =
        Comparator.comparingInt(Task::phase).thenComparingInt(Task::batch);
    private static final Comparator<Task> GROUP = BATCH.thenComparingInt(Task::group);

    BitSet startable(List<Task> batch) {
      boolean forwards = run.direction() == Direction.RUN;
      BitSet started = new BitSet();
      batch.stream()
          .sorted(forwards ? GROUP : GROUP.reversed())
          .filter(
              task -> forwards ? RUNNABLE.contains(facts.of(task)) : facts.stands(task.number()))
          .filter(this::leftAlone)
          .filter(
              task ->
                  plan.tasks().stream()
                      .filter(other -> !started.get(other.number()))
                      .noneMatch(other -> forwards ? holdsUp(other, task) : carries(other, task)))
          .forEach(task -> started.set(task.number()));
      return started;
    }

    private boolean leftAlone(Task task) {
      return plan.tasks().stream()
          .filter(other -> other.instance().equals(task.instance()))
          .noneMatch(other -> facts.atWork(other.number()));
    }

    private boolean holdsUp(Task earlier, Task task) {
      boolean counts = !run.alone() || run.owns(earlier.number());
      boolean open = facts.atWork(earlier.number()) || counts && !facts.of(earlier).settled();
      boolean before =
          earlier.host().equals(task.host()) && GROUP.compare(earlier, task) < 0
              || earlier.once()
                  && earlier.component().equals(task.component())
                  && BATCH.compare(earlier, task) < 0;
      return open && before;
    }

    private boolean carries(Task later, Task task) {
      boolean own = run.owns(later.number());
      boolean counts = own || !run.alone() || !later.reversible() || facts.atWork(later.number());
      boolean sameHost = later.host().equals(task.host());
      boolean after = (sameHost ? GROUP : BATCH).compare(later, task) > 0;
      boolean forAll =
          task.once()
              && !(plan.sheets().get(task.sheet()).backward() instanceof Step.Nothing)
              && later.component().equals(task.component());
      boolean related = own && sameHost || later.instance().equals(task.instance()) || forAll;
      return facts.stands(later.number()) && counts && after && related;
    }
  }
}
