package io.upg.plan.cut;

import io.upg.plan.model.Task;
import io.upg.plan.model.TaskState;

/** The recorded state of every task of a plan, by task number. */
public interface TaskStates {

  TaskState of(int number);

  default TaskState of(Task task) {
    return of(task.number());
  }

  /** States of a project of which nothing has run. */
  TaskStates ALL_UNDO = number -> TaskState.UNDO;
}
