package io.upg.plan.cut;

import io.upg.plan.model.Direction;
import io.upg.plan.model.Task;
import java.util.List;

/**
 * What one command cuts out of the global plan: a serial list of batches, each a parallel list of
 * node tasks, each a serial list of groups, each a parallel list of tasks.
 */
public record CurrentPlan(Direction direction, List<Batch> batches) {

  /**
   * Node tasks that run in parallel.
   *
   * @param phase the phase's name
   * @param number the batch's number inside its phase in the global plan
   */
  public record Batch(String phase, int number, String stage, List<NodeTask> nodeTasks) {
    public Batch {
      nodeTasks = List.copyOf(nodeTasks);
    }

    public int tasks() {
      return nodeTasks.stream().mapToInt(NodeTask::tasks).sum();
    }
  }

  /** All work of one host in one batch. */
  public record NodeTask(String host, List<List<Task>> groups) {
    public NodeTask {
      groups = groups.stream().map(List::copyOf).toList();
    }

    public int tasks() {
      return groups.stream().mapToInt(List::size).sum();
    }
  }

  public CurrentPlan {
    batches = List.copyOf(batches);
  }

  public int tasks() {
    return batches.stream().mapToInt(Batch::tasks).sum();
  }
}
