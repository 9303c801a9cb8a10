package io.upg.plan.cut;

import io.upg.plan.model.Budget;
import io.upg.plan.model.Direction;
import java.util.List;
import java.util.Set;

/**
 * Everything that a batch is judged by; all of it is recorded.
 *
 * @param batch the batch's number inside its phase
 * @param batches how many batches the phase has
 * @param outcomes every task of the batch that is not settled, in plan order
 * @param settled how many tasks of the batch are
 * @param leftBehind hosts whose tasks were not sent, because something before them is not settled
 * @param spent failed hosts up to now, those of this batch among them
 */
public record BatchReport(
    String project,
    Direction direction,
    String phase,
    int batch,
    int batches,
    Budget budget,
    List<TaskOutcome> outcomes,
    int settled,
    Set<String> leftBehind,
    Spent spent) {

  /**
   * How much of a budget is used up.
   *
   * @param phase hosts of the phase with a task that failed, other than by being unreachable
   * @param project hosts of the plan with such a task
   * @param unreachable hosts of the plan with an unreachable task
   */
  public record Spent(int phase, int project, int unreachable) {
    /** Asked for only where a task of the batch failed. */
    public static final Spent NOTHING = new Spent(0, 0, 0);
  }

  public BatchReport {
    outcomes = List.copyOf(outcomes);
    leftBehind = Set.copyOf(leftBehind);
  }
}
