package io.upg.bench.fleet;

import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What one simulated host remembers, by the rules of the agent's journal: an order is run once, a
 * repeated delivery joins it or is answered from it, an older grant is refused. It also keeps count
 * of what was really started, apart from those rules, to catch what must never happen. Thread-safe.
 */
final class HostJournal {
  private record Order(String project, long grant) {}

  private record Task(String project, int number) {}

  private record Start(Task task, long grant) {}

  /**
   * @param first whether the caller has to run the order; else the report comes from who does
   */
  record Entry(boolean first, CompletableFuture<NodeTaskReport> report) {}

  private final Map<Order, CompletableFuture<NodeTaskReport>> orders = new HashMap<>();
  private final Map<Task, Long> newest = new HashMap<>();
  private final Set<Start> starts = new HashSet<>();
  private final Set<Task> running = new HashSet<>();

  /** Why the order is refused, if it is: a task of it is known under a newer grant. */
  synchronized Optional<String> stale(NodeTaskOrder order) {
    for (TaskOrder task : order.tasks()) {
      long known = newest.getOrDefault(task(order, task), order.grant());
      if (known > order.grant()) {
        return Optional.of(
            "host %s knows task %s under grant %d, newer than %d"
                .formatted(order.host(), task.task(), known, order.grant()));
      }
    }
    return Optional.empty();
  }

  synchronized Entry enter(NodeTaskOrder order) {
    order.tasks().forEach(task -> newest.merge(task(order, task), order.grant(), Math::max));
    Order key = new Order(order.project(), order.grant());
    CompletableFuture<NodeTaskReport> known = orders.get(key);
    if (known != null) {
      return new Entry(false, known);
    }
    CompletableFuture<NodeTaskReport> report = new CompletableFuture<>();
    orders.put(key, report);
    return new Entry(true, report);
  }

  /** Returns a sentence for each promise that this start breaks. */
  synchronized List<String> started(NodeTaskOrder order, List<TaskOrder> tasks) {
    List<String> broken = new ArrayList<>();
    for (TaskOrder task : tasks) {
      Task key = task(order, task);
      if (!starts.add(new Start(key, order.grant()))) {
        broken.add("task %s ran twice under grant %d".formatted(task.task(), order.grant()));
      }
      if (!running.add(key)) {
        broken.add("task %s was started while it ran".formatted(task.task()));
      }
    }
    return broken;
  }

  synchronized void ended(NodeTaskOrder order, List<TaskOrder> tasks) {
    tasks.forEach(task -> running.remove(task(order, task)));
  }

  private static Task task(NodeTaskOrder order, TaskOrder task) {
    return new Task(order.project(), task.number());
  }
}
