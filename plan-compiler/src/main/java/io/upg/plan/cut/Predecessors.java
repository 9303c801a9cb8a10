package io.upg.plan.cut;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Instance;
import io.upg.plan.model.Layout;
import io.upg.plan.model.Task;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must be settled before a task may run:
 *
 * <ul>
 *   <li>every task of an earlier phase;
 *   <li>earlier tasks of the same host in the phase;
 *   <li>the component's {@code scope: once} task of an earlier batch of the phase;
 *   <li>the same action of a required component in an earlier batch of the phase; in a rolling
 *       phase a host that has the required component itself waits for its own only.
 * </ul>
 *
 * <p>One pass from the plan's end to its beginning: on the way it remembers how late in the phase
 * the selected tasks are, so that each unsettled task is judged by a few look-ups.
 */
final class Predecessors {
  private final GlobalPlan plan;
  private final TaskStates states;
  private final BitSet selected;

  private boolean laterPhaseSelected;
  private int phase = -1;
  private boolean phaseSelected;
  private boolean rolling;
  private final Map<String, Set<String>> hostsOfRequired = new HashMap<>();
  private final Map<String, Long> latestOfHost = new HashMap<>();
  private final Map<String, Integer> latestOfComponent = new HashMap<>();
  private final Map<String, Map<String, Integer>> latestDemand = new HashMap<>();

  private Predecessors(GlobalPlan plan, TaskStates states, BitSet selected) {
    this.plan = plan;
    this.states = states;
    this.selected = selected;
    plan.requires().values().stream()
        .flatMap(List::stream)
        .forEach(required -> hostsOfRequired.put(required, new HashSet<>()));
    for (Instance instance : plan.instances()) {
      Set<String> hosts = hostsOfRequired.get(instance.component());
      if (hosts != null) {
        hosts.add(instance.host());
      }
    }
  }

  /** Numbers of the tasks that are neither settled nor selected, and that a selected one needs. */
  static BitSet missing(GlobalPlan plan, TaskStates states, BitSet selected) {
    return new Predecessors(plan, states, selected).missing();
  }

  private BitSet missing() {
    BitSet missing = new BitSet();
    for (int number = plan.tasks().size(); number >= 1; number--) {
      Task task = plan.tasks().get(number - 1);
      if (task.phase() != phase) {
        enterPhase(task.phase());
      }
      if (selected.get(number)) {
        remember(task);
      } else if (needed(task) && !states.of(task).settled()) {
        missing.set(number);
      }
    }
    return missing;
  }

  private void enterPhase(int entered) {
    laterPhaseSelected |= phaseSelected;
    phaseSelected = false;
    phase = entered;
    latestOfHost.clear();
    latestOfComponent.clear();
    latestDemand.clear();
    rolling = plan.phases().get(phase).layout() == Layout.BY_HOST;
  }

  /** Going backwards, the first task seen of a kind is the latest one. */
  private void remember(Task task) {
    phaseSelected = true;
    latestOfHost.putIfAbsent(task.host(), place(task));
    latestOfComponent.putIfAbsent(task.component(), task.batch());
    for (String required : plan.requires().getOrDefault(task.component(), List.of())) {
      if (!(rolling && hostsOfRequired.get(required).contains(task.host()))) {
        latestDemand
            .computeIfAbsent(required, c -> new HashMap<>())
            .putIfAbsent(task.action(), task.batch());
      }
    }
  }

  private boolean needed(Task task) {
    return laterPhaseSelected
        || place(task) < latestOfHost.getOrDefault(task.host(), 0L)
        || task.once() && task.batch() < latestOfComponent.getOrDefault(task.component(), 0)
        || task.batch()
            < latestDemand.getOrDefault(task.component(), Map.of()).getOrDefault(task.action(), 0);
  }

  private static long place(Task task) {
    return ((long) task.batch() << 32) + task.group();
  }
}
