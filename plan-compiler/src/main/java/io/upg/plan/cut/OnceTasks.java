package io.upg.plan.cut;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Step;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskSheet;

/** {@code scope: once} tasks: one task for the whole component. */
final class OnceTasks {
  private OnceTasks() {}

  /**
   * Whether taking it back undoes something for its component on every host: it is one of them, and
   * its way back, as it is now, does something.
   */
  static boolean undoesForAll(GlobalPlan plan, TaskFacts facts, Task task) {
    if (!task.once()) {
      return false;
    }
    TaskSheet sheet = facts.patched(task.number()).orElseGet(() -> plan.sheets().get(task.sheet()));
    return !Step.doesNothing(sheet.backward());
  }
}
