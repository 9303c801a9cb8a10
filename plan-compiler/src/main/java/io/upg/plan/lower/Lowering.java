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
  /** What an order weighs beside its names: digests, numbers, the words of JSON, a summary. */
  private static final int BYTES_A_NODE_TASK = 700;

  private static final int BYTES_A_TASK = 200;

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
    int bytes = 0;
    for (int next = 0; next < nodeTasks.size(); next++) {
      NodeTask nodeTask = nodeTasks.get(next);
      tasks += nodeTask.tasks();
      bytes += bytes(nodeTask);
      boolean over =
          next - start == limits.nodeTasks() || tasks > limits.tasks() || bytes > limits.bytes();
      if (over && next > start) {
        shards.add(shard(shards.size() + 1, nodeTasks.subList(start, next)));
        start = next;
        tasks = nodeTask.tasks();
        bytes = bytes(nodeTask);
      }
    }
    if (start < nodeTasks.size()) {
      shards.add(shard(shards.size() + 1, nodeTasks.subList(start, nodeTasks.size())));
    }
    return shards;
  }

  /** No less than the order of this node task weighs as JSON. */
  public static int bytes(NodeTask nodeTask) {
    return BYTES_A_NODE_TASK
        + 2 * nodeTask.host().length()
        + nodeTask.inOrder().mapToInt(task -> BYTES_A_TASK + task.id().length()).sum();
  }

  private static Shard shard(int number, List<NodeTask> nodeTasks) {
    IntSummaryStatistics numbers =
        nodeTasks.stream().flatMap(NodeTask::inOrder).mapToInt(Task::number).summaryStatistics();
    return new Shard(number, numbers.getMin(), numbers.getMax(), nodeTasks);
  }
}
