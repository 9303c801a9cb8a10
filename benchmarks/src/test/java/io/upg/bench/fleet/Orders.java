package io.upg.bench.fleet;

import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.plan.model.Direction;
import java.util.ArrayList;
import java.util.List;

/** Orders for the tests: host h1, each group so many tasks, numbered from 1. */
final class Orders {
  private Orders() {}

  static NodeTaskOrder order(long grant, int... groupSizes) {
    List<List<TaskOrder>> groups = new ArrayList<>();
    int number = 0;
    for (int size : groupSizes) {
      List<TaskOrder> group = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        number++;
        group.add(new TaskOrder(number, "h1_t" + number + "_c", 1, 1, "sheet"));
      }
      groups.add(group);
    }
    return new NodeTaskOrder("spring", 1, "h1", Direction.RUN, grant, "host-sheet", groups);
  }
}
