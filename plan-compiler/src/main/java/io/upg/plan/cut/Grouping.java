package io.upg.plan.cut;

import io.upg.plan.cut.CurrentPlan.Batch;
import io.upg.plan.cut.CurrentPlan.NodeTask;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Phase;
import io.upg.plan.model.Task;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Groups task numbers by batch, host and group. The plan's numbers are in that order already, so
 * one pass over them is enough: a new list starts where the key changes.
 */
final class Grouping {
  private final GlobalPlan plan;
  private final List<Batch> batches = new ArrayList<>();
  private List<NodeTask> nodeTasks = new ArrayList<>();
  private List<List<Task>> groups = new ArrayList<>();
  private List<Task> group = new ArrayList<>();
  private Task last;

  private Grouping(GlobalPlan plan) {
    this.plan = plan;
  }

  static CurrentPlan group(GlobalPlan plan, BitSet numbers) {
    Grouping grouping = new Grouping(plan);
    numbers.stream().forEach(number -> grouping.add(plan.tasks().get(number - 1)));
    grouping.closeBatch();
    return new CurrentPlan(Direction.RUN, grouping.batches);
  }

  private void add(Task task) {
    if (last != null) {
      if (task.phase() != last.phase() || task.batch() != last.batch()) {
        closeBatch();
      } else if (!task.host().equals(last.host())) {
        closeNodeTask();
      } else if (task.group() != last.group()) {
        closeGroup();
      }
    }
    group.add(task);
    last = task;
  }

  private void closeGroup() {
    groups.add(group);
    group = new ArrayList<>();
  }

  private void closeNodeTask() {
    closeGroup();
    nodeTasks.add(new NodeTask(last.host(), groups));
    groups = new ArrayList<>();
  }

  private void closeBatch() {
    if (last == null) {
      return;
    }
    closeNodeTask();
    Phase phase = plan.phaseOf(last);
    String stage = phase.stages().get(last.batch() - 1);
    batches.add(new Batch(phase.name(), last.batch(), stage, nodeTasks));
    nodeTasks = new ArrayList<>();
  }
}
