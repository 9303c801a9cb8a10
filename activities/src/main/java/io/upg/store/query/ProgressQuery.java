package io.upg.store.query;

import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** How far a run is. */
public final class ProgressQuery {
  private static final int RUNNING_SHOWN = 5;

  private final Database database;

  public ProgressQuery(Database database) {
    this.database = database;
  }

  /**
   * @throws IllegalArgumentException if the project has no such run
   */
  public RunProgress of(String project, int run) {
    return Snapshot.read(database, tx -> progress(tx, ProjectRow.find(tx, project), run));
  }

  private static RunProgress progress(Tx tx, ProjectRow project, int run) throws SQLException {
    RunRow row =
        RunRow.find(tx, project.id(), run).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "project '%s' has no run %d".formatted(project.name(), run)));
    TaskFilter running =
        TaskFilter.in(Set.of(TaskState.RUNNING, TaskState.ROLLING_BACK), RUNNING_SHOWN);
    List<TaskRow> now = row.open() ? TasksQuery.find(tx, project, running) : List.of();
    return new RunProgress(
        StatusQuery.status(tx, project),
        row.document(),
        row.state(),
        row.waitingFor(),
        stage(tx, project.id(), row),
        row.tasks(),
        row.ended(),
        now,
        row.now());
  }

  private static String stage(Tx tx, int project, RunRow run) throws SQLException {
    return tx
        .list(
            "select stage from run_batch where project_id = ? and run = ? and batch = ?",
            stage -> stage.getString(1),
            project,
            run.run(),
            run.batch())
        .stream()
        .findFirst()
        .orElse("");
  }
}
