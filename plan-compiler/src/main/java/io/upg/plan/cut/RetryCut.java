package io.upg.plan.cut;

import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.TaskState;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Cuts the current plan that repeats the direction that failed: fail, unreachable, unknown and
 * skipped tasks go forwards, and rolled_back ones that are named; rollback_fail ones go backwards.
 * Pure: the same plan, facts and selection give the same cut.
 */
public final class RetryCut {
  private final GlobalPlan plan;
  private final TaskFacts facts;
  private final Wanted wanted;
  private final Naming naming;
  private final BitSet forwards;
  private final BitSet backwards;
  private final TakeBack takeBack;

  private RetryCut(GlobalPlan plan, TaskFacts facts, Selection selection, RollbackOptions options) {
    this.plan = plan;
    this.facts = facts;
    this.wanted = new Wanted(plan, facts, selection);
    this.naming = Naming.byFacts(plan, facts);
    this.forwards = wanted.those(n -> !facts.atWork(n) && goesForwards(n));
    this.backwards = wanted.those(n -> !facts.atWork(n) && facts.of(n) == TaskState.ROLLBACK_FAIL);
    this.takeBack = new TakeBack(plan, facts, backwards, options);
  }

  /**
   * What {@code upg retry} would run, one way or the other.
   *
   * <p>Refused, in this order, with {@link Rule#BAD_INPUT} where nothing is selected or a name is
   * unknown; {@link Rule#TASK_RUNNING} where a run is at work on a named task; {@link
   * Rule#WRONG_STATE} where a named task neither failed nor was skipped or taken back; {@link
   * Rule#MIXED_DIRECTIONS} where some would go forwards and some backwards. Forwards like a run
   * ({@link Rule#PREDECESSORS}), but hosts that were left behind within their budgets stop nobody
   * else; backwards like a rollback.
   *
   * @param options for the way back only
   */
  public static Cut cut(
      GlobalPlan plan, TaskFacts facts, Selection selection, RollbackOptions options) {
    return new RetryCut(plan, facts, selection, options).cut();
  }

  /** What was taken back on purpose comes forward again only when it is named. */
  private boolean goesForwards(int number) {
    return switch (facts.of(number)) {
      case FAIL, UNREACHABLE, UNKNOWN, SKIPPED -> true;
      case ROLLED_BACK -> wanted.named();
      case UNDO, RUNNING, DONE, ROLLING_BACK, ROLLBACK_FAIL -> false;
    };
  }

  private Cut cut() {
    Optional<Refusal> refusal = refusal();
    if (refusal.isPresent()) {
      return new Cut.Refused(refusal.get());
    }
    if (!backwards.isEmpty()) {
      return takeBack.accepted().noting(wanted.leftOutAtWork());
    }
    return forwards.isEmpty() ? nothing() : forwards();
  }

  private Optional<Refusal> refusal() {
    return wanted
        .badInput()
        .or(wanted::namedAtWork)
        .or(this::nothingToRetry)
        .or(this::mixed)
        .or(this::blocked)
        .or(() -> wanted.atWork(takeBack.atWork()))
        .or(takeBack::refusal);
  }

  private Optional<Refusal> nothingToRetry() {
    return wanted.namedButNot(
        Numbers.union(forwards, backwards),
        "be retried",
        "Retried is what did not come to its end: fail, unreachable, unknown, skipped and"
            + " rollback_fail; and what was taken back, where it is named. What has not run yet runs with: upg run "
            + plan.project()
            + ".");
  }

  private Optional<Refusal> mixed() {
    if (forwards.isEmpty() || backwards.isEmpty()) {
      return Optional.empty();
    }
    String message =
        "A retry goes one way, but %s would go forwards: %s; and %s backwards: %s. Give two"
            + " commands, and name the tasks of each: upg retry %s TASK.";
    return Optional.of(
        new Refusal(
            Rule.MIXED_DIRECTIONS,
            message.formatted(
                Naming.count(forwards, "task"),
                naming.named(forwards),
                backwards.cardinality(),
                naming.named(backwards),
                plan.project()),
            naming.ids(Numbers.union(forwards, backwards))));
  }

  private Optional<Refusal> blocked() {
    BitSet missing = Predecessors.missing(plan, facts, forwards);
    missing.andNot(BehindWithinBudget.among(missing, plan, facts, forwards));
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    boolean one = forwards.cardinality() == 1;
    String message =
        "%s cannot be retried yet: %s not settled before %s: %s. Select them too where they failed,"
            + " or bring them to done first: upg run %s.";
    return Optional.of(
        new Refusal(
            Rule.PREDECESSORS,
            message.formatted(
                one
                    ? naming.task(forwards.nextSetBit(0)).id()
                    : "The " + Naming.count(forwards, "selected task"),
                Naming.countBeing(missing, "task"),
                one ? "it" : "them",
                naming.named(missing),
                plan.project()),
            naming.ids(missing)));
  }

  private Cut forwards() {
    BitSet unskipped = Numbers.those(forwards, n -> facts.of(n) == TaskState.SKIPPED);
    Cut.Accepted cut = new Cut.Accepted(CurrentPlan.of(plan, forwards), wanted.leftOutAtWork());
    return unskipped.isEmpty()
        ? cut
        : cut.noting(
            List.of(
                "%s run after all: %s."
                    .formatted(
                        Naming.countBeing(unskipped, "skipped task"), naming.named(unskipped))));
  }

  private Cut nothing() {
    List<String> busy = wanted.leftOutAtWork();
    return busy.isEmpty()
        ? Cut.Accepted.nothing(Direction.RUN, wanted.nothingLeft("none failed or was skipped"))
        : Cut.Accepted.nothing(Direction.RUN, busy.get(0));
  }
}
