package io.upg.plan.lower;

import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.CurrentPlan.NodeTask;
import io.upg.plan.lower.RunProgram.Batch;
import io.upg.plan.lower.RunProgram.Shard;
import io.upg.plan.model.Task;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;

/**
 * Cuts each batch of a current plan into shards, in its order, each as full as the limits allow.
 */
public final class Lowering {
  private Lowering() {}

  /** A node task is never cut: one that is over the limit by itself gets a shard of its own. */
  public static RunProgram lower(CurrentPlan plan, ShardLimits limits) {
    List<Batch> batches = new ArrayList<>();
    for (CurrentPlan.Batch batch : plan.batches()) {
      batches.add(
          new Batch(
              batches.size() + 1,
              batch.phase(),
              batch.number(),
              batch.stage(),
              shards(batch.nodeTasks(), limits)));
    }
    return new RunProgram(plan.direction(), batches);
  }

  private static List<Shard> shards(List<NodeTask> nodeTasks, ShardLimits limits) {
    List<Shard> shards = new ArrayList<>();
    int start = 0;
    int tasks = 0;
    for (int next = 0; next < nodeTasks.size(); next++) {
      int more = nodeTasks.get(next).tasks();
      boolean full = next - start == limits.nodeTasks() || tasks + more > limits.tasks();
      if (full && next > start) {
        shards.add(shard(shards.size() + 1, nodeTasks.subList(start, next)));
        start = next;
        tasks = 0;
      }
      tasks += more;
    }
    if (start < nodeTasks.size()) {
      shards.add(shard(shards.size() + 1, nodeTasks.subList(start, nodeTasks.size())));
    }
    return shards;
  }

  private static Shard shard(int number, List<NodeTask> nodeTasks) {
    IntSummaryStatistics numbers =
        nodeTasks.stream().flatMap(NodeTask::inOrder).mapToInt(Task::number).summaryStatistics();
    return new Shard(number, numbers.getMin(), numbers.getMax(), nodeTasks);
  }
}
