package io.upg.store;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Phase;
import io.upg.plan.model.Task;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/**
 * A batch of a run.
 *
 * @param number inside the run, from 1
 * @param phase index
 * @param planBatch its number inside its phase
 * @param state ready, running, passed, failed
 */
record BatchRow(int number, int phase, int planBatch, String stage, BitSet tasks, String state) {

  static BatchRow require(Tx tx, RunRow run, int batch) throws SQLException {
    return tx.first(
            "select * from run_batch where project_id = ? and run = ? and batch = ?",
            BatchRow::of,
            run.project().id(),
            run.run(),
            batch)
        .orElseThrow(
            () ->
                new RunClosed(
                    "Run %d of project '%s' has %d batches, no batch %d."
                        .formatted(run.run(), run.project().name(), run.batches(), batch)));
  }

  private static BatchRow of(ResultSet row) throws SQLException {
    return new BatchRow(
        row.getInt("batch"),
        row.getInt("phase"),
        row.getInt("plan_batch"),
        row.getString("stage"),
        TaskRanges.parse(row.getString("tasks")),
        row.getString("state"));
  }

  boolean is(String word) {
    return state.equals(word);
  }

  Phase phaseIn(GlobalPlan plan) {
    return plan.phases().get(phase);
  }

  /** {@code management 3/9 convert}. */
  String title(GlobalPlan plan) {
    Phase of = phaseIn(plan);
    return "%s %d/%d %s".formatted(of.name(), planBatch, of.batches(), stage);
  }

  /** The tasks with these numbers, in plan order. */
  static List<Task> tasks(GlobalPlan plan, BitSet numbers) {
    return numbers.stream().mapToObj(number -> plan.tasks().get(number - 1)).toList();
  }

  /** What its gate let through. */
  BitSet sent(Tx tx, RunRow run) throws SQLException {
    BitSet sent = new BitSet();
    tx.each(
        "select tasks from run_shard where project_id = ? and run = ? and batch = ?",
        row -> sent.or(TaskRanges.parse(row.getString(1))),
        run.project().id(),
        run.run(),
        number);
    return sent;
  }

  void become(Tx tx, RunRow run, String word) throws SQLException {
    tx.update(
        """
        update run_batch set state = ?,
          started_at = coalesce(started_at, now()),
          ended_at = case when ? in ('passed', 'failed') then now() end
        where project_id = ? and run = ? and batch = ?
        """,
        word,
        word,
        run.project().id(),
        run.run(),
        number);
  }
}
