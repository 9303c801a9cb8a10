package io.upg.plan.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.fixture.Facts;
import io.upg.plan.fixture.PairByPair;
import io.upg.plan.fixture.Property;
import io.upg.plan.fixture.RandomFacts;
import io.upg.plan.fixture.RandomPlans;
import io.upg.plan.fixture.RandomSelections;
import io.upg.plan.model.Budget;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Rollback, retry and skip against their rules told again, pair by pair. */
class TaskCommandPropertyTest {
  private static final int CASES = 1500;
  private static final Set<TaskState> FORWARDS =
      EnumSet.of(TaskState.FAIL, TaskState.UNREACHABLE, TaskState.UNKNOWN, TaskState.SKIPPED);
  private static final Set<TaskState> STAND =
      EnumSet.of(TaskState.DONE, TaskState.FAIL, TaskState.UNKNOWN, TaskState.ROLLBACK_FAIL);
  private static final Set<TaskState> SKIPPABLE =
      EnumSet.of(
          TaskState.UNDO,
          TaskState.FAIL,
          TaskState.UNREACHABLE,
          TaskState.UNKNOWN,
          TaskState.ROLLED_BACK,
          TaskState.ROLLBACK_FAIL);

  /** A command in a situation. */
  private record Case(
      GlobalPlan plan, Facts facts, Selection selection, RollbackOptions options, Set<Task> asked) {

    boolean goesForwards(TaskState state) {
      return FORWARDS.contains(state) || named() && state == TaskState.ROLLED_BACK;
    }

    static Case of(Random random) {
      GlobalPlan plan = RandomPlans.plan(random);
      Facts facts = RandomFacts.of(plan, random, random.nextBoolean());
      Selection selection = RandomSelections.of(plan, random);
      BitSet numbers = new SelectionMatcher(plan, facts).match(selection).numbers();
      Set<Task> asked = new LinkedHashSet<>();
      numbers.stream().forEach(number -> asked.add(plan.tasks().get(number - 1)));
      List<RollbackOptions> options =
          List.of(RollbackOptions.NONE, RollbackOptions.WITH_DEPENDENTS, RollbackOptions.ONLY);
      return new Case(plan, facts, selection, options.get(random.nextInt(3)), asked);
    }

    boolean named() {
      return !selection.tasks().isEmpty();
    }

    Set<Task> asked(Predicate<Task> fit) {
      Set<Task> those = new LinkedHashSet<>(asked);
      those.removeIf(fit.negate());
      return those;
    }

    boolean atWork(Task task) {
      TaskState state = facts.of(task);
      return facts.held(task.number())
          || state == TaskState.RUNNING
          || state == TaskState.ROLLING_BACK;
    }

    boolean stands(Task task) {
      TaskState state = facts.of(task);
      boolean perhaps = state == TaskState.SKIPPED || state == TaskState.UNREACHABLE;
      return atWork(task) || STAND.contains(state) || perhaps && facts.ran(task.number());
    }

    /** What stands on these, on what stands on these, and so on. */
    Set<Task> dependents(Set<Task> taken) {
      Set<Task> all = new LinkedHashSet<>(taken);
      boolean grown = true;
      while (grown) {
        List<Task> more =
            plan.tasks().stream()
                .filter(later -> !all.contains(later) && stands(later))
                .filter(later -> all.stream().anyMatch(t -> PairByPair.carries(plan, t, later)))
                .toList();
        grown = all.addAll(more);
      }
      all.removeAll(taken);
      return all;
    }

    /** Empty where the taking back of these is allowed, else the rule. */
    String ruleAgainst(Set<Task> taken) {
      Set<Task> dependents = dependents(taken);
      if (any(taken, this::atWork) || any(dependents, this::atWork)) {
        return Rule.TASK_RUNNING;
      }
      Set<Task> all = new LinkedHashSet<>(taken);
      if (options.withDependents()) {
        all.addAll(dependents);
      }
      boolean noReturn =
          plan.tasks().stream()
              .filter(task -> !task.reversible() && stands(task))
              .anyMatch(point -> all.contains(point) || any(all, t -> isLaterOf(t, point)));
      if (noReturn) {
        return Rule.IRREVERSIBLE;
      }
      boolean silent = !options.withDependents() && !options.only();
      return silent && !dependents.isEmpty() ? Rule.DEPENDENTS : "";
    }

    private boolean isLaterOf(Task task, Task point) {
      return task.instance().equals(point.instance()) && PairByPair.carries(plan, task, point);
    }

    /** The exact way back of what they and, where asked for, their dependents did. */
    List<Task> backwards(Set<Task> taken) {
      Set<Task> all = new LinkedHashSet<>(taken);
      if (options.withDependents()) {
        all.addAll(dependents(taken));
      }
      List<Task> order = new ArrayList<>(plan.tasks());
      order.removeIf(task -> !all.contains(task));
      Collections.reverse(order);
      return order;
    }
  }

  private static boolean any(Collection<Task> tasks, Predicate<Task> condition) {
    return tasks.stream().anyMatch(condition);
  }

  @Test
  void a_rollback_takes_back_exactly_what_stands_in_reverse_order_or_names_its_rule() {
    everyAnswerIsMet(
        Set.of("", Rule.TASK_RUNNING, Rule.WRONG_STATE, Rule.IRREVERSIBLE, Rule.DEPENDENTS),
        (random, answers) -> {
          Case one = Case.of(random);
          Set<Task> standing = one.asked(one::stands);
          String rule = one.ruleAgainst(standing);
          boolean wrong = one.named() && standing.size() < one.asked.size();
          String expected = wrong && !rule.equals(Rule.TASK_RUNNING) ? Rule.WRONG_STATE : rule;
          Cut cut = RollbackCut.cut(one.plan, one.facts, one.selection, one.options);
          answers.accept(expected);
          assertThat(rule(cut)).isEqualTo(expected);
          if (cut instanceof Cut.Accepted accepted) {
            assertThat(accepted.plan().direction()).isEqualTo(Direction.ROLLBACK);
            assertThat(accepted.plan().inOrder())
                .containsExactlyElementsOf(one.backwards(standing));
            assertThat(accepted.plan()).isEqualTo(reverseOf(one.plan, one.backwards(standing)));
          }
        });
  }

  @Test
  void a_retry_repeats_the_direction_that_failed_or_names_its_rule() {
    everyAnswerIsMet(
        Set.of("", Rule.WRONG_STATE, Rule.MIXED_DIRECTIONS, Rule.PREDECESSORS),
        (random, answers) -> {
          Case one = Case.of(random);
          Set<Task> ahead =
              one.asked(t -> !one.atWork(t) && one.goesForwards(one.facts.of(t.number())));
          Set<Task> back =
              one.asked(t -> !one.atWork(t) && one.facts.of(t.number()) == TaskState.ROLLBACK_FAIL);
          Cut cut = RetryCut.cut(one.plan, one.facts, one.selection, one.options);
          if (withinBudget(one) && rule(cut).isEmpty()) {
            return; // whom a budget excuses is told elsewhere
          }
          String expected = retryRule(one, ahead, back);
          answers.accept(expected);
          assertThat(rule(cut)).isEqualTo(expected);
          if (cut instanceof Cut.Accepted accepted) {
            assertThat(accepted.plan().inOrder())
                .containsExactlyElementsOf(back.isEmpty() ? ahead : one.backwards(back));
          }
        });
  }

  private static boolean withinBudget(Case one) {
    return one.plan.phases().stream().anyMatch(phase -> !phase.budget().equals(Budget.NONE));
  }

  private static String retryRule(Case one, Set<Task> ahead, Set<Task> back) {
    if (one.named() && any(one.asked, one::atWork)) {
      return Rule.TASK_RUNNING;
    }
    if (one.named() && ahead.size() + back.size() < one.asked.size()) {
      return Rule.WRONG_STATE;
    }
    if (!ahead.isEmpty() && !back.isEmpty()) {
      return Rule.MIXED_DIRECTIONS;
    }
    boolean missing =
        one.plan.tasks().stream()
            .filter(task -> !one.facts.of(task).settled() && !ahead.contains(task))
            .anyMatch(task -> any(ahead, t -> PairByPair.precedes(one.plan, task, t)));
    return missing ? Rule.PREDECESSORS : one.ruleAgainst(back);
  }

  @Test
  void a_skip_settles_exactly_what_is_not_settled_or_names_its_rule() {
    everyAnswerIsMet(
        Set.of("", Rule.WRONG_STATE),
        (random, answers) -> {
          Case one = Case.of(random);
          Set<Task> fit =
              one.asked(t -> !one.atWork(t) && SKIPPABLE.contains(one.facts.of(t.number())));
          String expected = "";
          if (one.named() && fit.size() < one.asked.size()) {
            expected = any(one.asked, one::atWork) ? Rule.TASK_RUNNING : Rule.WRONG_STATE;
          }
          answers.accept(expected);
          SkipDecision decision = SkipDecision.of(one.plan, one.facts, one.selection);
          if (decision instanceof SkipDecision.Accepted skip) {
            assertThat(expected).isEmpty();
            assertThat(tasks(one, skip.tasks())).containsExactlyElementsOf(fit);
            assertThat(tasks(one, skip.letGo()))
                .allMatch(t -> one.facts.of(t.number()) == TaskState.ROLLBACK_FAIL);
            assertThat(tasks(one, skip.skipped()))
                .noneMatch(t -> one.facts.of(t.number()) == TaskState.ROLLBACK_FAIL);
          } else {
            assertThat(((SkipDecision.Refused) decision).refusal().rule()).isEqualTo(expected);
          }
        });
  }

  private static List<Task> tasks(Case one, BitSet numbers) {
    return numbers.stream().mapToObj(number -> one.plan.tasks().get(number - 1)).toList();
  }

  private static CurrentPlan reverseOf(GlobalPlan plan, List<Task> tasks) {
    BitSet numbers = new BitSet();
    tasks.forEach(task -> numbers.set(task.number()));
    CurrentPlan reverse = CurrentPlan.of(plan, numbers).reversed();
    return tasks.isEmpty() ? new CurrentPlan(Direction.ROLLBACK, List.of()) : reverse;
  }

  /** The rule that refused it, or nothing. */
  private static String rule(Cut cut) {
    return cut instanceof Cut.Refused refused ? refused.refusal().rule() : "";
  }

  /** One random case; tells the answer that it expects. */
  @FunctionalInterface
  private interface Judged {
    void judge(Random random, Consumer<String> answers);
  }

  private static void everyAnswerIsMet(Set<String> rules, Judged property) {
    Map<String, Integer> met = new TreeMap<>();
    Property.holds(
        CASES, random -> property.judge(random, rule -> met.merge(rule, 1, Integer::sum)));
    if (Property.allCases()) {
      assertThat(met.keySet()).containsAll(rules);
    }
  }
}
