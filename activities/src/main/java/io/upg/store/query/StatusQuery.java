package io.upg.store.query;

import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.Tx;
import io.upg.store.UnknownProject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where projects are. Every answer is one snapshot of the database. */
public final class StatusQuery {
  private final Database database;

  public StatusQuery(Database database) {
    this.database = database;
  }

  /**
   * @throws UnknownProject if there is no such project
   */
  public StatusDocument of(String project) {
    return Snapshot.read(database, tx -> status(tx, ProjectRow.find(tx, project)));
  }

  /** All projects, in the order in which they were compiled first. */
  public List<StatusDocument> all() {
    return Snapshot.read(
        database,
        tx -> {
          List<StatusDocument> all = new ArrayList<>();
          for (ProjectRow project : ProjectRow.all(tx)) {
            all.add(status(tx, project));
          }
          return all;
        });
  }

  static StatusDocument status(Tx tx, ProjectRow project) throws SQLException {
    Map<TaskState, Integer> counts = TaskCounts.ofProject(tx, project.id());
    List<RunRow> open = RunRow.open(tx, project.id());
    Optional<RunRow> last = RunRow.lastForward(tx, project.id());
    ProjectState state = state(tx, project, counts, open, last);
    LiveStatus live = open.isEmpty() ? null : LiveStatus.read(tx, project.id());
    Optional<RunRow> shown = open.isEmpty() ? last : Optional.of(open.get(0));
    return new StatusDocument(
        project.name(),
        state,
        shown.map(RunRow::phase).orElse(null),
        shown.map(RunRow::planBatch).orElse(null),
        shown.map(RunRow::phaseBatches).orElse(null),
        counts,
        WaitingFor.sentence(tx, project, state, counts, open, last, live),
        open.stream().map(RunRow::document).toList(),
        live);
  }

  /** The first that fits, in the order of {@link ProjectState}. */
  private static ProjectState state(
      Tx tx,
      ProjectRow project,
      Map<TaskState, Integer> counts,
      List<RunRow> open,
      Optional<RunRow> last)
      throws SQLException {
    if (!open.isEmpty()) {
      return ProjectState.RUNNING;
    }
    if (project.pausedAt() != null) {
      return ProjectState.PAUSED;
    }
    if (project.abortedAt() != null) {
      return ProjectState.ABORTED;
    }
    if (counts.keySet().stream().allMatch(TaskState::settled)) {
      return ProjectState.DONE;
    }
    if (counts.containsKey(TaskState.ROLLED_BACK) && !anyStands(tx, project.id())) {
      return ProjectState.ROLLED_BACK;
    }
    if (last.isPresent() && stoppedUnsettled(tx, project.id(), last.get())) {
      return ProjectState.WAITING;
    }
    return ProjectState.READY;
  }

  /** Whether any task may have had an effect that was not taken back. */
  private static boolean anyStands(Tx tx, int project) throws SQLException {
    return tx.one(
        "select exists (select from task_count s where project_id = ? and tasks > 0 and %s)"
            .formatted(TaskRow.STANDS),
        row -> row.getBoolean(1),
        project);
  }

  private static boolean stoppedUnsettled(Tx tx, int project, RunRow run) throws SQLException {
    return run.state().equals("stopped")
        && !TaskCounts.ofRun(tx, project, run.run()).keySet().stream().allMatch(TaskState::settled);
  }
}
