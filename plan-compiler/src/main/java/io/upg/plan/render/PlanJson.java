package io.upg.plan.render;

import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Plans as JSON. */
public final class PlanJson {

  /**
   * What {@code --dry-run} prints of a current plan: its tasks in the order they would start.
   *
   * @param tasks in order
   */
  public record DryRun(List<Entry> tasks) {
    public DryRun {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * @param direction {@code run}, {@code rollback}, or {@code skip} where nothing would run
   * @param batch the batch's number inside its phase, as {@code --batch} takes it
   */
  public record Entry(String id, String direction, String phase, int batch) {}

  private PlanJson() {}

  /** The whole plan in its canonical form: everything the digest is taken over, and the digest. */
  public static String complete(GlobalPlan plan) {
    return new String(CanonicalJson.bytes(plan), StandardCharsets.UTF_8);
  }

  public static DryRun dryRun(CurrentPlan plan) {
    return dryRun(plan, plan.direction().word());
  }

  /**
   * @param direction what is said to happen to the tasks
   */
  public static DryRun dryRun(CurrentPlan plan, String direction) {
    return new DryRun(
        plan.batches().stream()
            .flatMap(batch -> batch.inOrder().map(task -> entry(direction, batch, task)))
            .toList());
  }

  private static Entry entry(String direction, CurrentPlan.Batch batch, Task task) {
    return new Entry(task.id(), direction, batch.phase(), batch.number());
  }
}
