package io.upg.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.upg.contract.CommandRequest;
import io.upg.plan.cut.RunScope;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import io.upg.plan.model.Transitions;
import io.upg.plan.model.Transitions.Cause;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A run as the rules see it.
 *
 * @param command the word of the command that made it: run, retry, rollback
 * @param state open, done, stopped, paused, aborted
 * @param waitingFor what the operator has to do, or null
 * @param tasks what was cut for it
 * @param abortedBy who ended it ahead of time: no batch of it starts any more; else null
 * @param stoppedBy who also has its running tasks stopped; else null
 */
record RunRow(
    ProjectRow project,
    int run,
    String command,
    Direction direction,
    CommandRequest request,
    BitSet tasks,
    String state,
    String waitingFor,
    int batches,
    String abortedBy,
    String stoppedBy) {

  static final String FORWARD = "run";

  private static final String SELECT = "select * from run where project_id = ? and ";

  static Optional<RunRow> find(Tx tx, ProjectRow project, int run) throws SQLException {
    return tx.first(SELECT + "run = ?", row -> of(project, row), project.id(), run);
  }

  /**
   * @throws RunClosed if the project was deleted
   */
  static ProjectRow projectOf(Optional<ProjectRow> project, String name) {
    return project.orElseThrow(
        () -> new RunClosed("Project '%s' is not in the store.".formatted(name)));
  }

  /**
   * @throws RunClosed if there is no such run
   */
  static RunRow require(Tx tx, ProjectRow project, int run) throws SQLException {
    return find(tx, project, run)
        .orElseThrow(
            () -> new RunClosed("Project '%s' has no run %d.".formatted(project.name(), run)));
  }

  /** The run of {@code upg run} that is open; there is one at the most. */
  static Optional<RunRow> openForward(Tx tx, ProjectRow project) throws SQLException {
    return tx.first(
        SELECT + "command = ? and state = 'open'", row -> of(project, row), project.id(), FORWARD);
  }

  /** All that are open, in their order. */
  static List<RunRow> open(Tx tx, ProjectRow project) throws SQLException {
    return tx.list(SELECT + "state = 'open' order by run", row -> of(project, row), project.id());
  }

  /** The newest run of {@code upg run}. */
  static Optional<RunRow> lastForward(Tx tx, ProjectRow project) throws SQLException {
    return tx.first(
        SELECT + "command = ? order by run desc limit 1",
        row -> of(project, row),
        project.id(),
        FORWARD);
  }

  private static RunRow of(ProjectRow project, ResultSet row) throws SQLException {
    return new RunRow(
        project,
        row.getInt("run"),
        row.getString("command"),
        Direction.of(row.getString("direction")),
        CanonicalJson.read(row.getString("request").getBytes(UTF_8), CommandRequest.class),
        TaskRanges.parse(row.getString("tasks")),
        row.getString("state"),
        row.getString("waiting_for"),
        row.getInt("batches"),
        row.getString("aborted_by"),
        row.getString("stopped_by"));
  }

  boolean open() {
    return state.equals("open");
  }

  /** Whether {@code upg run} or {@code upg resume} made it, not a command on single tasks. */
  boolean forward() {
    return command.equals(FORWARD);
  }

  boolean aborted() {
    return abortedBy != null;
  }

  RunRow requireOpen() {
    if (open()) {
      return this;
    }
    throw new RunClosed("Run %d of project '%s' is %s.".formatted(run, project.name(), state));
  }

  /** What a granted task becomes. */
  TaskState granted() {
    return direction == Direction.RUN ? TaskState.RUNNING : TaskState.ROLLING_BACK;
  }

  /** What its gates judge by. */
  RunScope scope() {
    boolean alone =
        direction == Direction.RUN ? !forward() || request.outOfOrder() : request.only();
    return new RunScope(direction, tasks, takes(), alone);
  }

  /** The states from which this run may take a task: {@code upg run} less than a retry. */
  Set<TaskState> takes() {
    Set<TaskState> states = EnumSet.copyOf(Transitions.sources(Cause.GRANT, granted()));
    if (forward()) {
      states.removeIf(state -> !state.runnable());
    }
    return states;
  }
}
