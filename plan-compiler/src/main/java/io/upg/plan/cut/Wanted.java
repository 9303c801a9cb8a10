package io.upg.plan.cut;

import io.upg.plan.model.GlobalPlan;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The tasks that a command on single tasks asks for. A task that was named must be fit for the
 * command, or the whole command is refused; what only a filter brought in is left out where it is
 * not fit.
 */
final class Wanted {
  private final GlobalPlan plan;
  private final TaskFacts facts;
  private final Selection selection;
  private final SelectionMatch match;
  private final BitSet numbers;
  private final Naming naming;

  Wanted(GlobalPlan plan, TaskFacts facts, Selection selection) {
    this.plan = plan;
    this.facts = facts;
    this.selection = selection;
    this.match = new SelectionMatcher(plan, facts).match(selection);
    this.numbers = match.numbers();
    this.naming = Naming.byFacts(plan, facts);
  }

  BitSet those(IntPredicate condition) {
    return Numbers.those(numbers, condition);
  }

  /** Nothing was said, or a name that the plan does not know. */
  Optional<Refusal> badInput() {
    if (selection.isEmpty()) {
      String message =
          "No task of project '%s' is selected. Name tasks, or say --host, --component, --phase,"
              + " --batch, --failed or --all.";
      return refusal(Rule.BAD_INPUT, message.formatted(plan.project()), new BitSet());
    }
    return match.unknown().isEmpty()
        ? Optional.empty()
        : refusal(Rule.BAD_INPUT, String.join(" ", match.unknown()), new BitSet());
  }

  /** Named, but a run is at work on it. */
  Optional<Refusal> namedAtWork() {
    return named() ? atWork(those(facts::atWork)) : Optional.empty();
  }

  /** Refuses where a run is at work on one of these. */
  Optional<Refusal> atWork(BitSet tasks) {
    if (tasks.isEmpty()) {
      return Optional.empty();
    }
    String message =
        "A run of project '%s' is at work on %s: %s. Wait until it ended (upg status %s --watch),"
            + " or stop it: upg abort %s --now.";
    return refusal(
        Rule.TASK_RUNNING,
        message.formatted(
            plan.project(),
            Naming.count(tasks, "task"),
            naming.named(tasks),
            plan.project(),
            plan.project()),
        tasks);
  }

  /**
   * Named, but in a state that the command is not for.
   *
   * @param cannot for example {@code be taken back}
   * @param expected a sentence or two: the states it is for, and what to do with the others
   */
  Optional<Refusal> namedButNot(BitSet fit, String cannot, String expected) {
    BitSet unfit = those(number -> !fit.get(number));
    if (!named() || unfit.isEmpty()) {
      return Optional.empty();
    }
    String message =
        "%s of project '%s' cannot %s: %s. %s Nothing was done: name the others without %s."
            .formatted(
                Naming.count(unfit, "named task"),
                plan.project(),
                cannot,
                naming.named(unfit),
                expected,
                unfit.cardinality() == 1 ? "it" : "them");
    return refusal(Rule.WRONG_STATE, message, unfit);
  }

  /**
   * What is said where nothing is left to do.
   *
   * @param none for example {@code none of them stands}
   */
  String nothingLeft(String none) {
    return numbers.isEmpty()
        ? "The selection matches no task of project '" + plan.project() + "'."
        : "Nothing is left to do: of the %s selected %s."
            .formatted(Naming.count(numbers, "task"), none);
  }

  /** Names what a filter left out because a run is at work on it; nothing where nothing was. */
  List<String> leftOutAtWork() {
    BitSet busy = those(facts::atWork);
    return busy.isEmpty()
        ? List.of()
        : List.of(
            "%s left out because a run is at work on %s: %s."
                .formatted(
                    Naming.countBeing(busy, "task"),
                    busy.cardinality() == 1 ? "it" : "them",
                    naming.named(busy)));
  }

  /** Whether tasks were said by their ids. */
  boolean named() {
    return !selection.tasks().isEmpty();
  }

  private Optional<Refusal> refusal(String rule, String message, BitSet tasks) {
    return Optional.of(new Refusal(rule, message, naming.ids(tasks)));
  }
}
