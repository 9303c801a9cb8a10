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

  /** {@code ctrl-2_convert_keystone (exit 1: bad line 7)}. */
  String text() {
    String cause = exit == null ? state.word() : "exit " + exit;
    return task.id() + " (" + cause + (error == null ? "" : ": " + firstLine(error)) + ")";
  }

  private static String firstLine(String error) {
    String line = error.strip().lines().findFirst().orElse("");
    return line.length() <= 120 ? line : line.substring(0, 117) + "...";
  }
}
