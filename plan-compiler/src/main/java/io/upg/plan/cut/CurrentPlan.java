package io.upg.plan.cut;

import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Task;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

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

    public Stream<Task> inOrder() {
      return nodeTasks.stream().flatMap(NodeTask::inOrder);
    }

    private Batch reversed() {
      List<NodeTask> others = nodeTasks.stream().map(NodeTask::reversed).toList();
      return new Batch(phase, number, stage, mirrored(others));
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

    public Stream<Task> inOrder() {
      return groups.stream().flatMap(List::stream);
    }

    private NodeTask reversed() {
      List<List<Task>> others = groups.stream().map(CurrentPlan::mirrored).toList();
      return new NodeTask(host, mirrored(others));
    }
  }

  public CurrentPlan {
    batches = List.copyOf(batches);
  }

  /** The tasks with these numbers, forwards. */
  public static CurrentPlan of(GlobalPlan plan, BitSet numbers) {
    return Grouping.group(plan, numbers);
  }

  /**
   * The same tasks the other way: last batch first, last group first. Reversed twice it is itself.
   */
  public CurrentPlan reversed() {
    Direction other = direction == Direction.RUN ? Direction.ROLLBACK : Direction.RUN;
    return new CurrentPlan(other, mirrored(batches.stream().map(Batch::reversed).toList()));
  }

  private static <T> List<T> mirrored(List<T> list) {
    List<T> mirrored = new ArrayList<>(list);
    Collections.reverse(mirrored);
    return mirrored;
  }

  /** Every task, in the order of the lists. */
  public Stream<Task> inOrder() {
    return batches.stream().flatMap(Batch::inOrder);
  }

  public int tasks() {
    return batches.stream().mapToInt(Batch::tasks).sum();
  }
}
