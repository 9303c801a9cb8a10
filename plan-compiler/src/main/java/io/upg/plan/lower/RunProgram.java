package io.upg.plan.lower;

import io.upg.plan.cut.CurrentPlan.NodeTask;
import io.upg.plan.model.Direction;
import java.util.List;

/** What a run executes: batches one after the other, the shards of a batch side by side. */
public record RunProgram(Direction direction, List<Batch> batches) {

  /**
   * One step of the run.
   *
   * @param number inside the run, from 1
   * @param phase the phase's name
   * @param planBatch the batch's number inside its phase in the global plan
   */
  public record Batch(int number, String phase, int planBatch, String stage, List<Shard> shards) {
    public Batch {
      shards = List.copyOf(shards);
    }
  }

  /**
   * Whole node tasks that lie side by side in the plan.
   *
   * @param number inside the batch, from 1
   * @param first the smallest task number; no other shard of the batch holds one between it and
   *     {@code last}
   * @param last the greatest task number
   */
  public record Shard(int number, int first, int last, List<NodeTask> nodeTasks) {
    public Shard {
      nodeTasks = List.copyOf(nodeTasks);
    }

    public int tasks() {
      return nodeTasks.stream().mapToInt(NodeTask::tasks).sum();
    }
  }

  public RunProgram {
    batches = List.copyOf(batches);
  }
}
