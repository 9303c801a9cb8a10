package io.upg.store;

import io.upg.plan.cut.CurrentPlan.NodeTask;
import io.upg.plan.model.Task;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** Sets of task numbers as PostgreSQL writes them: {@code int4multirange}, upper ends excluded. */
final class TaskRanges {
  private TaskRanges() {}

  /** {@code {[1,4),[7,8)}}. */
  static String text(BitSet numbers) {
    StringBuilder text = new StringBuilder("{");
    int start = numbers.nextSetBit(0);
    while (start >= 0) {
      int end = numbers.nextClearBit(start);
      text.append(text.length() > 1 ? "," : "");
      text.append('[').append(start).append(',').append(end).append(')');
      start = numbers.nextSetBit(end);
    }
    return text.append('}').toString();
  }

  /** The numbers of all tasks of these node tasks. */
  static BitSet of(List<NodeTask> nodeTasks) {
    BitSet numbers = new BitSet();
    for (NodeTask nodeTask : nodeTasks) {
      for (List<Task> group : nodeTask.groups()) {
        group.forEach(task -> numbers.set(task.number()));
      }
    }
    return numbers;
  }

  static BitSet parse(String text) {
    BitSet numbers = new BitSet();
    Stream.of(text.substring(1, text.length() - 1).split("(?<=\\)),"))
        .filter(range -> !range.isEmpty())
        .map(range -> range.substring(1, range.length() - 1).split(","))
        .forEach(ends -> numbers.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])));
    return numbers;
  }
}
