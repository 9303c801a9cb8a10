package io.upg.store.query;

import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.Tx;
import io.upg.store.UnknownProject;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What became of a task, each time. */
public final class LogsQuery {
  private final Database database;

  public LogsQuery(Database database) {
    this.database = database;
  }

  /**
   * @throws UnknownProject if there is no such project
   * @throws UnknownTask if there is no such task
   */
  public TaskLog of(String project, String task) {
    return Snapshot.read(database, tx -> log(tx, ProjectRow.find(tx, project), task));
  }

  private static TaskLog log(Tx tx, ProjectRow project, String task) throws SQLException {
    int number = TasksQuery.number(tx, project, task);
    return new TaskLog(
        tx.one(TaskRow.SELECT + " and t.number = ?", TaskRow::read, project.id(), number),
        tx.list(
            """
            select * from attempt
             where project_id = ? and number = ?
             order by grant_no, recorded_at
            """,
            LogsQuery::attempt,
            project.id(),
            number));
  }

  private static TaskLog.Attempt attempt(ResultSet row) throws SQLException {
    String direction = row.getString("direction");
    return new TaskLog.Attempt(
        Tx.integer(row, "attempt"),
        direction == null ? null : Direction.of(direction),
        row.getInt("run"),
        row.getLong("grant_no"),
        Tx.integer(row, "revision"),
        TaskState.of(row.getString("state")),
        Tx.integer(row, "exit"),
        row.getString("error"),
        row.getString("message"),
        row.getString("tail"),
        Tx.instant(row, "started_at"),
        Tx.instant(row, "finished_at"),
        row.getBoolean("stale"));
  }
}
