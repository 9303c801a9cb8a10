package io.upg.store.query;

import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What became of the tasks of a run. */
public final class RunOutcomeQuery {
  private final Database database;

  public RunOutcomeQuery(Database database) {
    this.database = database;
  }

  /** What the run was: the rest is asked by its direction. */
  private record Run(String command, Direction direction, String endedEarly) {
    static Run read(ResultSet row) throws SQLException {
      return new Run(
          row.getString("command"),
          Direction.of(row.getString("direction")),
          row.getString("early"));
    }
  }

  /**
   * @param limit how many unsettled tasks are given
   */
  public RunOutcome of(String project, int run, int limit) {
    return Snapshot.read(
        database, tx -> outcome(tx, ProjectRow.find(tx, project).id(), run, limit));
  }

  private static RunOutcome outcome(Tx tx, int project, int number, int limit) throws SQLException {
    Run run =
        tx.one(
            """
            select command, direction,
                   case when state in ('paused', 'aborted') then waiting_for end as early
              from run where project_id = ? and run = ?
            """,
            Run::read,
            project,
            number);
    return new RunOutcome(
        run.command(),
        run.direction(),
        run.endedEarly(),
        TaskCounts.ofRun(tx, project, number),
        unsettled(tx, project, number, run.direction(), limit));
  }

  /** Those that failed first. */
  private static List<TaskRow> unsettled(
      Tx tx, int project, int run, Direction direction, int limit) throws SQLException {
    List<TaskRow> unsettled =
        new ArrayList<>(TasksQuery.ofRun(tx, project, run, TaskState::failed, limit));
    if (unsettled.size() < limit) {
      unsettled.addAll(
          TasksQuery.ofRun(
              tx,
              project,
              run,
              state -> !state.failed() && !state.settled(direction),
              limit - unsettled.size()));
    }
    return unsettled;
  }
}
