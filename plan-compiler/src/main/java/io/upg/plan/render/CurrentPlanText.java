package io.upg.plan.render;

import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.CurrentPlan.Batch;
import io.upg.plan.model.Task;

/** A current plan as text: the exact tasks in the order they would start. */
public final class CurrentPlanText {
  private CurrentPlanText() {}

  public static String list(CurrentPlan plan) {
    StringBuilder text = new StringBuilder();
    for (Batch batch : plan.batches()) {
      text.append(batch.phase()).append(" batch ").append(batch.number()).append(' ');
      text.append(batch.stage()).append('\n');
      batch.inOrder().map(Task::id).forEach(id -> text.append("  ").append(id).append('\n'));
    }
    return text.toString();
  }
}
