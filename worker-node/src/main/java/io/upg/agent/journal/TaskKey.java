package io.upg.agent.journal;

import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.plan.model.Direction;

/** One task under one grant: what happens at most once. */
public record TaskKey(String project, String task, long grant, Direction direction) {
  public static TaskKey of(NodeTaskOrder order, TaskOrder task) {
    return new TaskKey(order.project(), task.task(), order.grant(), order.direction());
  }

  /** Whether this is the same task under an older grant. */
  public boolean isFormerOf(TaskKey other) {
    return project.equals(other.project) && task.equals(other.task) && grant < other.grant;
  }
}
