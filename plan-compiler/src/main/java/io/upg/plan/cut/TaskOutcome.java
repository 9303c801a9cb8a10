package io.upg.plan.cut;

import io.upg.plan.model.Task;
import io.upg.plan.model.TaskState;

/**
 * What is recorded of a task.
 *
 * @param exit of its newest attempt, or null
 * @param error one line, or null
 */
public record TaskOutcome(Task task, TaskState state, Integer exit, String error) {
  private static final int LONGEST = 200;

  /** {@code ctrl-2_convert_keystone (convert.py ended with exit code 1: bad line 7)}. */
  String text() {
    return task.id() + " (" + (error == null ? bare() : firstLine(error)) + ")";
  }

  private String bare() {
    return exit == null ? state.word() : "exit code " + exit;
  }

  private static String firstLine(String error) {
    String line = error.strip().lines().findFirst().orElse("");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}
