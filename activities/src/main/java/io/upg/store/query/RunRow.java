package io.upg.store.query;

import io.upg.plan.model.Direction;
import io.upg.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run with the place of its newest batch and how much of it has ended.
 *
 * @param planBatch the newest batch's number in its phase; null for a run without batches
 * @param abortedBy who ended it ahead of time, or null
 * @param now PostgreSQL's clock, which also wrote {@code startedAt}
 */
record RunRow(
    int run,
    Direction direction,
    String state,
    String waitingFor,
    String phase,
    Integer planBatch,
    Integer phaseBatches,
    int batch,
    int batches,
    int tasks,
    int ended,
    Instant startedAt,
    Instant endedAt,
    String abortedBy,
    Instant now) {

  private static final String SELECT =
      """
      select r.run, r.direction, r.state, r.waiting_for, r.batch, r.batches, r.task_count,
             r.started_at, r.ended_at, r.aborted_by, now() as now, p.name as phase, b.plan_batch, p.batches as phase_batches,
             (select coalesce(sum(c.tasks), 0) from task_count c
               where c.project_id = r.project_id and c.run = r.run
                 and not c.granted and c.state <> 'undo') as ended
        from run r
        left join run_batch b
          on b.project_id = r.project_id and b.run = r.run and b.batch = greatest(r.batch, 1)
        left join plan_phase p on p.project_id = r.project_id and p.phase = b.phase
       where r.project_id = ?
      """;

  static List<RunRow> open(Tx tx, int project) throws SQLException {
    return tx.list(SELECT + " and r.state = 'open' order by r.run", RunRow::read, project);
  }

  /** The newest run of {@code upg run}, open or not: what {@code upg resume} goes on with. */
  static Optional<RunRow> lastForward(Tx tx, int project) throws SQLException {
    return tx.first(
        SELECT + " and r.command = 'run' order by r.run desc limit 1", RunRow::read, project);
  }

  static List<RunRow> find(Tx tx, int project, int run) throws SQLException {
    return tx.list(SELECT + " and r.run = ?", RunRow::read, project, run);
  }

  private static RunRow read(ResultSet row) throws SQLException {
    return new RunRow(
        row.getInt("run"),
        Direction.of(row.getString("direction")),
        row.getString("state"),
        row.getString("waiting_for"),
        row.getString("phase"),
        Tx.integer(row, "plan_batch"),
        Tx.integer(row, "phase_batches"),
        row.getInt("batch"),
        row.getInt("batches"),
        row.getInt("task_count"),
        row.getInt("ended"),
        Tx.instant(row, "started_at"),
        Tx.instant(row, "ended_at"),
        row.getString("aborted_by"),
        Tx.instant(row, "now"));
  }

  boolean open() {
    return state.equals("open");
  }

  /** When it will be done if every task takes as long as those that have ended; else null. */
  Instant eta() {
    if (ended == 0 || !open()) {
      return null;
    }
    Duration elapsed = Duration.between(startedAt, now);
    return now.plus(elapsed.multipliedBy(Math.max(0, tasks - ended)).dividedBy(ended));
  }

  StatusDocument.Run document() {
    return new StatusDocument.Run(run, direction, phase, batch, batches, startedAt, eta());
  }
}
