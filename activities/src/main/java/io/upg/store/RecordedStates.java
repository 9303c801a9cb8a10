package io.upg.store;

import io.upg.plan.cut.TaskStates;
import io.upg.plan.model.TaskState;
import java.sql.SQLException;

/** The states of all tasks of a plan at one moment: a byte a task. */
final class RecordedStates implements TaskStates {
  private static final TaskState[] STATES = TaskState.values();

  private final byte[] ordinals;

  private RecordedStates(int tasks) {
    ordinals = new byte[tasks + 1];
  }

  static RecordedStates read(Tx tx, ProjectRow project, int tasks) throws SQLException {
    RecordedStates states = new RecordedStates(tasks);
    tx.each(
        "select number, state from task_state where project_id = ? and state <> 'undo'",
        row -> states.set(row.getInt(1), TaskState.of(row.getString(2))),
        project.id());
    return states;
  }

  private void set(int number, TaskState state) {
    ordinals[number] = (byte) state.ordinal();
  }

  @Override
  public TaskState of(int number) {
    return STATES[ordinals[number]];
  }
}
