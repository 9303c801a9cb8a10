package io.upg.store.query;

import io.upg.plan.cut.TaskStates;
import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.Tx;
import java.sql.SQLException;
import java.util.Arrays;

/** The recorded state of every task, for pure functions that judge a whole plan. */
public final class StatesQuery {
  private final Database database;

  public StatesQuery(Database database) {
    this.database = database;
  }

  /**
   * @throws io.upg.store.UnknownProject if there is no such project
   */
  public TaskStates of(String project) {
    TaskState[] states =
        Snapshot.read(database, tx -> states(tx, ProjectRow.find(tx, project).id()));
    return number -> states[number];
  }

  /** By task number, so the first place stays free. */
  private static TaskState[] states(Tx tx, int project) throws SQLException {
    int tasks =
        tx.one(
            "select count(*)::int from task_state where project_id = ?",
            row -> row.getInt(1),
            project);
    TaskState[] states = new TaskState[tasks + 1];
    Arrays.fill(states, TaskState.UNDO);
    tx.each(
        "select number, state from task_state where project_id = ?",
        row -> states[row.getInt("number")] = TaskState.of(row.getString("state")),
        project);
    return states;
  }
}
