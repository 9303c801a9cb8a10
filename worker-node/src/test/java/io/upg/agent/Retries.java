package io.upg.agent;

import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;

/** Orders to try again what may have succeeded. */
final class Retries {
  private Retries() {}

  /** The same order, asking first what became of its tasks since that grant; null: all is known. */
  static NodeTaskOrder of(NodeTaskOrder order, Long earlier) {
    return new NodeTaskOrder(
        order.project(),
        order.run(),
        order.host(),
        order.direction(),
        order.grant(),
        order.hostSheet(),
        order.groups().stream()
            .map(group -> group.stream().map(task -> asking(task, earlier)).toList())
            .toList());
  }

  private static TaskOrder asking(TaskOrder task, Long earlier) {
    return new TaskOrder(
        task.number(), task.task(), task.attempt(), task.revision(), task.sheet(), earlier);
  }
}
