package io.upg.plan.cut;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Instance;
import io.upg.plan.model.Task;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * The tasks that build on others: those of the same instance that run after them, and, behind a
 * task that stands for its whole component, those of the component on every host. Tasks that run in
 * parallel do not build on each other. One pass over the plan.
 */
final class LaterTasks {
  private final GlobalPlan plan;
  private final Predicate<Task> forAllHosts;
  private final Map<Instance, Long> firstOfInstance = new HashMap<>();
  private final Map<String, Long> firstOfComponent = new HashMap<>();
  private final Map<String, Map<String, Long>> firstOnHost = new HashMap<>();

  private LaterTasks(GlobalPlan plan, Predicate<Task> forAllHosts) {
    this.plan = plan;
    this.forAllHosts = forAllHosts;
  }

  /** Those candidates that build on one of {@code tasks} or on another such candidate. */
  static BitSet behind(
      GlobalPlan plan, BitSet tasks, IntPredicate candidates, Predicate<Task> forAllHosts) {
    return new LaterTasks(plan, forAllHosts).behind(tasks, candidates);
  }

  private BitSet behind(BitSet tasks, IntPredicate candidates) {
    BitSet behind = new BitSet();
    int first = tasks.isEmpty() ? plan.tasks().size() + 1 : tasks.nextSetBit(0);
    for (int number = first; number <= plan.tasks().size(); number++) {
      Task task = plan.tasks().get(number - 1);
      if (tasks.get(number)) {
        remember(task);
      } else if (follows(task) && candidates.test(number)) {
        behind.set(number);
        remember(task);
      }
    }
    return behind;
  }

  /** Numbers rise with the order, so the first of a kind is the earliest. */
  private void remember(Task task) {
    firstOfInstance.putIfAbsent(task.instance(), place(task));
    if (forAllHosts.test(task)) {
      firstOfComponent.putIfAbsent(task.component(), batch(task));
      firstOnHost
          .computeIfAbsent(task.component(), component -> new HashMap<>())
          .putIfAbsent(task.host(), place(task));
    }
  }

  private boolean follows(Task task) {
    Long own = firstOfInstance.get(task.instance());
    if (own != null && place(task) > own) {
      return true;
    }
    Long everywhere = firstOfComponent.get(task.component());
    if (everywhere == null) {
      return false;
    }
    Long onHost = firstOnHost.get(task.component()).get(task.host());
    return batch(task) > everywhere || onHost != null && place(task) > onHost;
  }

  private static long batch(Task task) {
    return ((long) task.phase() << 32) + task.batch();
  }

  /** Comparable between tasks of one host. */
  private static long place(Task task) {
    return (batch(task) << 16) + task.group();
  }
}
