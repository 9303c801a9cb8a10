package io.upg.plan.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.cut.CurrentPlan.Batch;
import io.upg.plan.cut.CurrentPlan.NodeTask;
import io.upg.plan.fixture.Facts;
import io.upg.plan.fixture.PairByPair;
import io.upg.plan.model.Budget;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Phase;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskState;
import io.upg.plan.model.Transitions;
import io.upg.plan.model.Transitions.Cause;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A project in memory: what commands cut out is played batch by batch with random outcomes, as
 * runs, shards and agents would, one command after the other. Every step of every task is checked.
 */
final class PlayedProject {
  /** How a batch ended that was not all well. */
  enum Judged {
    LEFT_BEHIND,
    STOPPED
  }

  final GlobalPlan plan;
  final Facts facts;
  final Map<Judged, Integer> judged = new HashMap<>();
  private final Random random;
  private final Map<String, String> budget;
  private final Map<Task, Direction> last = new HashMap<>();
  private Set<Task> playedNow = new HashSet<>();

  /**
   * @param budget as written
   */
  PlayedProject(GlobalPlan plan, Map<String, String> budget, Random random) {
    this.plan = plan;
    this.facts = Facts.of(plan);
    this.budget = budget;
    this.random = random;
  }

  /** With the budget of the plan's phases, which is the same for all. */
  static PlayedProject of(GlobalPlan plan, Random random) {
    Budget same = plan.phases().get(0).budget();
    Map<String, String> written =
        Map.of(
            "batch", "" + same.batch(),
            "phase", "" + same.phase(),
            "project", "" + same.project(),
            "unreachable", "" + same.unreachable());
    return new PlayedProject(plan, written, random);
  }

  /** Which way each task went last, of those that were ever sent to an agent that took them. */
  Map<Task, Direction> last() {
    return Map.copyOf(last);
  }

  /** The numbers of the tasks that were played by the newest cut. */
  BitSet playedNow() {
    return numbers(playedNow);
  }

  /**
   * @param unluck of a hundred tasks so many go wrong
   * @param ordered whether tasks keep to the plan's order (else: out of order, or with --only)
   * @return whether it came to its end
   */
  boolean play(CurrentPlan cut, int unluck, boolean ordered) {
    RunScope run = scope(cut, !ordered);
    playedNow = new HashSet<>();
    for (Batch batch : cut.batches()) {
      List<Task> tasks = batch.inOrder().toList();
      BitSet startable = GateCut.startable(plan, facts, run, numbers(tasks));
      Set<String> leftBehind = GateCut.leftBehind(plan, facts, run, numbers(tasks));
      CurrentPlan gated = CurrentPlan.of(plan, startable);
      (cut.direction() == Direction.RUN ? gated : gated.reversed())
          .batches()
          .forEach(sent -> play(sent, cut.direction(), unluck, ordered));
      if (!passes(cut.direction(), batch, tasks, leftBehind)) {
        return false;
      }
    }
    return Unfinished.waitingFor(plan, facts, run, "upg run") == null;
  }

  private static RunScope scope(CurrentPlan cut, boolean alone) {
    TaskState granted =
        cut.direction() == Direction.RUN ? TaskState.RUNNING : TaskState.ROLLING_BACK;
    Set<TaskState> takes = Transitions.sources(Cause.GRANT, granted);
    return new RunScope(cut.direction(), numbers(cut.inOrder().toList()), takes, alone);
  }

  private static BitSet numbers(Collection<Task> tasks) {
    BitSet numbers = new BitSet();
    tasks.forEach(task -> numbers.set(task.number()));
    return numbers;
  }

  private void play(Batch batch, Direction direction, int unluck, boolean ordered) {
    batch.nodeTasks().forEach(nodeTask -> play(nodeTask, direction, unluck, ordered));
  }

  private void play(NodeTask nodeTask, Direction direction, int unluck, boolean ordered) {
    if (direction == Direction.RUN && random.nextInt(400) < unluck) {
      nodeTask.inOrder().forEach(task -> go(task, direction, TaskState.UNREACHABLE));
      return;
    }
    boolean well = true;
    for (List<Task> group : nodeTask.groups()) {
      for (Task task : group) {
        assertThat(playedNow.add(task)).as("%s is played once", task.id()).isTrue();
        if (ordered) {
          checkOrder(task, direction);
        }
        TaskState outcome = outcome(direction, random.nextInt(100) < unluck);
        go(task, direction, outcome);
        last.put(task, direction);
        well &= outcome.settled(direction);
      }
      if (!well) {
        return;
      }
    }
  }

  private TaskState outcome(Direction direction, boolean unlucky) {
    if (direction == Direction.ROLLBACK) {
      return unlucky ? TaskState.ROLLBACK_FAIL : TaskState.ROLLED_BACK;
    }
    TaskState wrong = random.nextInt(4) == 0 ? TaskState.UNKNOWN : TaskState.FAIL;
    return unlucky ? wrong : TaskState.DONE;
  }

  private void go(Task task, Direction direction, TaskState outcome) {
    boolean forwards = direction == Direction.RUN;
    step(task, Cause.GRANT, forwards ? TaskState.RUNNING : TaskState.ROLLING_BACK);
    step(task, Cause.RESULT, outcome);
    if (outcome != TaskState.UNREACHABLE && outcome != TaskState.ROLLBACK_FAIL) {
      facts.ran(task, forwards);
    }
  }

  private void step(Task task, Cause cause, TaskState to) {
    TaskState from = facts.of(task);
    assertThat(Transitions.legal(from, cause, to))
        .as("%s by %s from %s to %s", task.id(), cause, from, to)
        .isTrue();
    facts.set(task.number(), to);
  }

  private void checkOrder(Task task, Direction direction) {
    if (direction == Direction.RUN) {
      plan.tasks().subList(0, task.number() - 1).stream()
          .filter(before -> !facts.of(before).settled())
          .filter(before -> PairByPair.precedes(plan, before, task))
          .forEach(before -> assertLeftBehind(before, task));
    } else {
      assertThat(plan.tasks().subList(task.number(), plan.tasks().size()))
          .as("tasks that stand on %s, which is taken back", task.id())
          .noneMatch(
              later -> facts.stands(later.number()) && PairByPair.carries(plan, task, later));
    }
  }

  /** Other hosts' failures may have been passed over, its own not. */
  private void assertLeftBehind(Task before, Task task) {
    assertThat(!before.host().equals(task.host()) && hasFailed(before.host()))
        .as("%s is %s before %s", before.id(), facts.of(before), task.id())
        .isTrue();
  }

  private boolean hasFailed(String host) {
    return plan.tasks().stream().anyMatch(t -> t.host().equals(host) && facts.of(t).failed());
  }

  private boolean passes(
      Direction direction, Batch batch, List<Task> tasks, Set<String> leftBehind) {
    int phase = tasks.get(0).phase();
    List<TaskOutcome> open =
        tasks.stream()
            .filter(task -> !facts.of(task).settled(direction))
            .map(task -> new TaskOutcome(task, facts.of(task), null, null))
            .toList();
    BatchReport report =
        new BatchReport(
            plan.project(),
            direction,
            batch.phase(),
            batch.number(),
            plan.phases().get(phase).batches(),
            plan.phases().get(phase).budget(),
            open,
            tasks.size() - open.size(),
            leftBehind,
            Budgets.spent(plan, facts, phase));
    boolean passed = BatchVerdict.of(report).passed();
    if (direction == Direction.RUN) {
      assertThat(passed)
          .as("%s batch %d passes, budget %s", batch.phase(), batch.number(), budget)
          .isEqualTo(new BudgetOracle(plan, budget, facts).passes(phase, tasks, leftBehind));
    }
    if (!open.isEmpty()) {
      judged.merge(passed ? Judged.LEFT_BEHIND : Judged.STOPPED, 1, Integer::sum);
    }
    return passed;
  }

  /** Carries out a skip. */
  void skip(SkipDecision.Accepted skip) {
    plan.tasks().stream()
        .filter(task -> skip.tasks().get(task.number()))
        .forEach(
            task -> {
              boolean letGo = skip.letGo().get(task.number());
              step(task, Cause.COMMAND, letGo ? TaskState.ROLLED_BACK : TaskState.SKIPPED);
              facts.ran(task, !letGo && facts.ran(task.number()));
            });
  }

  List<String> phases() {
    return plan.phases().stream().map(Phase::name).toList();
  }
}
