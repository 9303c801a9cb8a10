package io.upg.store.query;

import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.Tx;
import io.upg.store.UnknownProject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
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
    Map<TaskState, Integer> counts = counts(tx, project.id());
    List<RunRow> open = RunRow.open(tx, project.id());
    Optional<RunRow> last = RunRow.lastForward(tx, project.id());
    ProjectState state = state(tx, project, counts, open, last);
    Optional<RunRow> shown = open.isEmpty() ? last : Optional.of(open.get(0));
    return new StatusDocument(
        project.name(),
        state,
        shown.map(RunRow::phase).orElse(null),
        shown.map(RunRow::planBatch).orElse(null),
        shown.map(RunRow::phaseBatches).orElse(null),
        counts,
        WaitingFor.sentence(tx, project, state, counts, open, last),
        open.stream().map(RunRow::document).toList());
  }

  private static Map<TaskState, Integer> counts(Tx tx, int project) throws SQLException {
    Map<TaskState, Integer> counts = new EnumMap<>(TaskState.class);
    tx.each(
        "select state, count(*)::int as n from task_state where project_id = ? group by state",
        row -> counts.put(TaskState.of(row.getString("state")), row.getInt("n")),
        project);
    return counts;
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
        """
        select exists (
          select from task_state s where project_id = ? and %s)
        """
            .formatted(TaskRow.STANDS),
        row -> row.getBoolean(1),
        project);
  }

  private static boolean stoppedUnsettled(Tx tx, int project, RunRow run) throws SQLException {
    return run.state().equals("stopped")
        && tx.one(
            """
            select exists (
              select from task_state s
                join run r on r.project_id = s.project_id and s.number <@ r.tasks
               where r.project_id = ? and r.run = ? and s.state not in ('done', 'skipped'))
            """,
            row -> row.getBoolean(1),
            project,
            run.run());
  }
}
