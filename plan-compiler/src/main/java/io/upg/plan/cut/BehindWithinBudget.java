package io.upg.plan.cut;

import io.upg.plan.model.Budget;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Phase;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskState;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Hosts that failed and were left behind within every budget: a batch passes without them, so what
 * is not settled there keeps no other host from a retry. The selected tasks count as mended. A task
 * that stands for its whole component is never passed over.
 */
final class BehindWithinBudget {
  private record Batch(int phase, int number) {}

  private final GlobalPlan plan;
  private final TaskStates states;
  private final BitSet selected;
  private final Map<Batch, Set<String>> failedHosts = new HashMap<>();
  private final Map<String, Set<Batch>> failedIn = new HashMap<>();
  private final Set<String> onceFailed = new HashSet<>();

  private BehindWithinBudget(GlobalPlan plan, TaskStates states, BitSet selected) {
    this.plan = plan;
    this.selected = selected;
    this.states = number -> selected.get(number) ? TaskState.DONE : states.of(number);
  }

  /** Those of {@code missing} that no selected task has to wait for. */
  static BitSet among(BitSet missing, GlobalPlan plan, TaskStates states, BitSet selected) {
    boolean strict = plan.phases().stream().allMatch(phase -> phase.budget().equals(Budget.NONE));
    if (missing.isEmpty() || strict) {
      return new BitSet();
    }
    return new BehindWithinBudget(plan, states, selected).among(missing);
  }

  private BitSet among(BitSet missing) {
    plan.tasks().stream().filter(task -> states.of(task).failed()).forEach(this::count);
    Set<String> behind = new HashSet<>(failedIn.keySet());
    behind.removeAll(onceFailed);
    Set<Batch> overrun = overrun();
    behind.removeIf(host -> failedIn.get(host).stream().anyMatch(overrun::contains));
    Map<String, Task> latest = latestSelected();
    BitSet excused = new BitSet();
    missing.stream()
        .mapToObj(number -> plan.tasks().get(number - 1))
        .filter(task -> behind.contains(task.host()) && !task.once())
        .filter(task -> !precedes(task, latest.get(task.host())))
        .forEach(task -> excused.set(task.number()));
    return excused;
  }

  private void count(Task task) {
    Batch batch = new Batch(task.phase(), task.batch());
    failedIn.computeIfAbsent(task.host(), host -> new HashSet<>()).add(batch);
    Set<String> hosts = failedHosts.computeIfAbsent(batch, b -> new HashSet<>());
    if (states.of(task) != TaskState.UNREACHABLE) {
      hosts.add(task.host());
    }
    if (task.once()) {
      onceFailed.add(task.host());
    }
  }

  private Set<Batch> overrun() {
    Map<Integer, BatchReport.Spent> spent = new HashMap<>();
    Set<Batch> overrun = new HashSet<>();
    failedHosts.forEach(
        (batch, hosts) -> {
          Phase phase = plan.phases().get(batch.phase());
          BatchReport.Spent sums =
              spent.computeIfAbsent(batch.phase(), index -> Budgets.spent(plan, states, index));
          if (!Budgets.overrun(phase.budget(), hosts.size(), sums).isEmpty()) {
            overrun.add(batch);
          }
        });
    return overrun;
  }

  private Map<String, Task> latestSelected() {
    Map<String, Task> latest = new HashMap<>();
    selected.stream()
        .mapToObj(number -> plan.tasks().get(number - 1))
        .forEach(task -> latest.put(task.host(), task));
    return latest;
  }

  /** On its own host a task waits for what comes before it, whatever the budget. */
  private static boolean precedes(Task task, Task later) {
    boolean parallel =
        later != null
            && task.phase() == later.phase()
            && task.batch() == later.batch()
            && task.group() == later.group();
    return later != null && !parallel && task.number() < later.number();
  }
}
