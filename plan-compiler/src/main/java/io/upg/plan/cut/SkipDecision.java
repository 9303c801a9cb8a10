package io.upg.plan.cut;

import io.upg.plan.model.GlobalPlan;
import java.util.BitSet;
import java.util.List;

/** What {@code upg skip} does: no run, only states. */
public sealed interface SkipDecision {

  /**
   * @param skipped numbers of the tasks that become skipped
   * @param letGo numbers of the tasks whose rollback failed, and that become rolled_back
   * @param notes one sentence each, for the operator
   */
  record Accepted(BitSet skipped, BitSet letGo, List<String> notes) implements SkipDecision {
    public Accepted {
      skipped = (BitSet) skipped.clone();
      letGo = (BitSet) letGo.clone();
      notes = List.copyOf(notes);
    }

    @Override
    public BitSet skipped() {
      return (BitSet) skipped.clone();
    }

    @Override
    public BitSet letGo() {
      return (BitSet) letGo.clone();
    }

    /** Both. */
    public BitSet tasks() {
      return Numbers.union(skipped, letGo);
    }
  }

  record Refused(Refusal refusal) implements SkipDecision {}

  /**
   * Undo, fail, unreachable, unknown and rolled_back tasks become skipped, rollback_fail ones
   * rolled_back.
   *
   * <p>Refused, in this order, with {@link Rule#BAD_INPUT} where nothing is selected or a name is
   * unknown; {@link Rule#TASK_RUNNING} where a run is at work on a named task; {@link
   * Rule#WRONG_STATE} where a named one is done or skipped.
   */
  static SkipDecision of(GlobalPlan plan, TaskFacts facts, Selection selection) {
    return new Skip(plan, facts, selection).decide();
  }
}
