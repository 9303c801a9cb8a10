package io.upg.plan.cut;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Instance;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * At which version a run left the instances that it worked on. An instance arrived when all its
 * tasks of reversible phases are settled, and it is back when none of them stands and some were
 * taken back; in between it is nowhere. Of several hops the last one that arrived counts. Pure.
 */
public final class Arrivals {
  /** The same instance on all its hops. */
  private record Key(String host, String component, String name) {}

  public record Arrival(Instance instance, String version) {}

  /** One hop, as its tasks of reversible phases are. */
  private static final class Hop {
    private final Instance instance;
    private final int place;
    private boolean settled = true;
    private boolean stands;
    private boolean takenBack;

    Hop(Task first) {
      this.instance = first.instance();
      this.place = first.number();
    }

    void add(TaskFacts facts, int number) {
      settled &= facts.of(number).settled();
      stands |= facts.stands(number);
      takenBack |= facts.of(number) == TaskState.ROLLED_BACK;
    }

    boolean ended() {
      return settled || takenBack && !stands;
    }

    /** The last of those that arrived, else the first of those that are back. */
    int rank() {
      return settled ? place : -place;
    }

    Arrival arrival() {
      return new Arrival(instance, settled ? instance.to() : instance.from());
    }
  }

  private Arrivals() {}

  /**
   * @param tasks those of the run
   */
  public static List<Arrival> of(GlobalPlan plan, TaskFacts facts, BitSet tasks) {
    Set<Instance> instances =
        tasks.stream()
            .mapToObj(number -> plan.tasks().get(number - 1).instance())
            .collect(Collectors.toCollection(HashSet::new));
    Map<Instance, Hop> hops = new HashMap<>();
    for (Task task : plan.tasks()) {
      if (plan.phaseOf(task).reversible() && instances.contains(task.instance())) {
        hops.computeIfAbsent(task.instance(), instance -> new Hop(task)).add(facts, task.number());
      }
    }
    return last(hops.values().stream().filter(Hop::ended).toList());
  }

  private static List<Arrival> last(List<Hop> hops) {
    Map<Key, Hop> last = new HashMap<>();
    for (Hop hop : hops) {
      Key key = new Key(hop.instance.host(), hop.instance.component(), hop.instance.name());
      last.merge(key, hop, (a, b) -> a.rank() > b.rank() ? a : b);
    }
    List<Hop> inOrder = new ArrayList<>(last.values());
    inOrder.sort(Comparator.comparingInt(hop -> hop.place));
    return inOrder.stream().map(Hop::arrival).toList();
  }
}
