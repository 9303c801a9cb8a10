package io.upg.plan.cut;

import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import java.util.BitSet;
import java.util.Optional;

/**
 * Cuts the current plan that takes back: the selected tasks that stand, in exact reverse order of
 * the plan, parallel where the way forward was. Pure: the same plan, facts and selection give the
 * same cut.
 */
public final class RollbackCut {
  private final Wanted wanted;
  private final BitSet standing;
  private final TakeBack takeBack;

  private RollbackCut(
      GlobalPlan plan, TaskFacts facts, Selection selection, RollbackOptions options) {
    this.wanted = new Wanted(plan, facts, selection);
    this.standing = wanted.those(facts::stands);
    this.takeBack = new TakeBack(plan, facts, standing, options);
  }

  /**
   * What {@code upg rollback} would take back.
   *
   * <p>Refused, in this order, with {@link Rule#BAD_INPUT} where nothing is selected or a name is
   * unknown; {@link Rule#TASK_RUNNING} where a run is at work on a selected task or on one that
   * stands on it; {@link Rule#WRONG_STATE} where a named task does not stand; {@link
   * Rule#IRREVERSIBLE} where the instance has passed its point of no return; {@link
   * Rule#DEPENDENTS} where later tasks stand on the selected ones and the options say nothing of
   * them.
   */
  public static Cut cut(
      GlobalPlan plan, TaskFacts facts, Selection selection, RollbackOptions options) {
    return new RollbackCut(plan, facts, selection, options).cut();
  }

  private Cut cut() {
    Optional<Refusal> refusal = refusal();
    if (refusal.isPresent()) {
      return new Cut.Refused(refusal.get());
    }
    return standing.isEmpty() ? nothing() : takeBack.accepted();
  }

  private Optional<Refusal> refusal() {
    return wanted
        .badInput()
        .or(() -> wanted.atWork(takeBack.atWork()))
        .or(this::doesNotStand)
        .or(takeBack::refusal);
  }

  private Optional<Refusal> doesNotStand() {
    return wanted.namedButNot(
        standing,
        "be taken back",
        "Only what stands is: done, fail, unknown, rollback_fail, and what was skipped or"
            + " unreachable after it had run.");
  }

  private Cut nothing() {
    return Cut.Accepted.nothing(Direction.ROLLBACK, wanted.nothingLeft("none stands"));
  }
}
