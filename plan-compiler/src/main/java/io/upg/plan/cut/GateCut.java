package io.upg.plan.cut;

import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Instance;
import io.upg.plan.model.Task;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The gate's rule: which tasks of a batch may start, by what is recorded at this moment. Commands
 * beside the run and failures within the budget change what the command once found; what has to
 * come before a task must be settled now, or the task stays out and its host is left behind.
 *
 * <p>Forwards a task waits for the earlier tasks of its host, and for the earlier {@code scope:
 * once} task of its component. Backwards it waits for the run's own later tasks of its host, and
 * for what builds on it (see {@link TakeBack}). An instance that another run is at work on is left
 * to it, so that two runs never work on one instance in two directions.
 *
 * <p>One pass over the plan in the run's direction, up to the end of the batch. Pure.
 */
public final class GateCut {
  private final GlobalPlan plan;
  private final TaskFacts facts;
  private final RunScope run;
  private final boolean forwards;
  private final Map<String, Long> hosts = new HashMap<>();
  private final Map<Instance, Long> instances = new HashMap<>();
  private final Set<Instance> atWork = new HashSet<>();
  private final Map<String, Long> components = new HashMap<>();
  private final Map<String, Map<String, Long>> componentsOnHost = new HashMap<>();

  private GateCut(GlobalPlan plan, TaskFacts facts, RunScope run) {
    this.plan = plan;
    this.facts = facts;
    this.run = run;
    this.forwards = run.direction() == Direction.RUN;
  }

  /** Those of {@code batch} that may start. */
  public static BitSet startable(GlobalPlan plan, TaskFacts facts, RunScope run, BitSet batch) {
    return new GateCut(plan, facts, run).startable(batch);
  }

  /** The hosts of the batch that are left behind: for all of the batch, something is in the way. */
  public static Set<String> leftBehind(
      GlobalPlan plan, TaskFacts facts, RunScope run, BitSet batch) {
    GateCut gate = new GateCut(plan, facts, run);
    int number = gate.first(batch);
    while (!batch.isEmpty() && !batch.get(number)) {
      gate.pass(gate.task(number));
      number = gate.next(number);
    }
    Set<String> hosts = new HashSet<>();
    batch.stream()
        .mapToObj(gate::task)
        .filter(task -> gate.hosts.containsKey(task.host()))
        .forEach(task -> hosts.add(task.host()));
    return hosts;
  }

  /**
   * Whose facts decide on this batch: the tasks of its hosts, those that stand for their component,
   * and where the batch has one of these, all of that component. Of every other task the gate does
   * not care what is recorded.
   */
  public static BitSet looksAt(GlobalPlan plan, BitSet batch) {
    Set<String> hosts = new HashSet<>();
    Set<String> components = new HashSet<>();
    for (int n = batch.nextSetBit(0); n >= 0; n = batch.nextSetBit(n + 1)) {
      Task task = plan.tasks().get(n - 1);
      hosts.add(task.host());
      if (task.once()) {
        components.add(task.component());
      }
    }
    BitSet numbers = new BitSet();
    plan.tasks().stream()
        .filter(
            task ->
                task.once() || hosts.contains(task.host()) || components.contains(task.component()))
        .forEach(task -> numbers.set(task.number()));
    return numbers;
  }

  private BitSet startable(BitSet batch) {
    plan.tasks().stream()
        .filter(task -> facts.atWork(task.number()))
        .forEach(task -> atWork.add(task.instance()));
    BitSet startable = new BitSet();
    int left = batch.cardinality();
    for (int number = first(batch); left > 0; number = next(number)) {
      Task task = task(number);
      left -= batch.get(number) ? 1 : 0;
      if (batch.get(number) && run.takes(facts, number) && !waits(task)) {
        startable.set(number);
      } else {
        pass(task);
      }
    }
    return startable;
  }

  private int first(BitSet batch) {
    return forwards ? 1 : plan.tasks().size();
  }

  private int next(int number) {
    return forwards ? number + 1 : number - 1;
  }

  private Task task(int number) {
    return plan.tasks().get(number - 1);
  }

  /** Remembers a task that is not started, where others wait for it. */
  private void pass(Task task) {
    if (forwards) {
      passForwards(task);
    } else {
      passBackwards(task);
    }
  }

  private void passForwards(Task task) {
    int number = task.number();
    boolean counts = !run.alone() || run.owns(number);
    if (!facts.atWork(number) && (!counts || facts.of(number).settled())) {
      return;
    }
    hosts.putIfAbsent(task.host(), place(task));
    if (task.once()) {
      rememberForComponent(task);
    }
  }

  private void passBackwards(Task task) {
    int number = task.number();
    if (!facts.stands(number)) {
      return;
    }
    boolean own = run.owns(number);
    if (own) {
      hosts.putIfAbsent(task.host(), place(task));
    }
    if (own || !run.alone() || !task.reversible() || facts.atWork(number)) {
      instances.putIfAbsent(task.instance(), place(task));
      rememberForComponent(task);
    }
  }

  private void rememberForComponent(Task task) {
    components.putIfAbsent(task.component(), batch(task));
    componentsOnHost
        .computeIfAbsent(task.component(), component -> new HashMap<>())
        .putIfAbsent(task.host(), place(task));
  }

  /** Whether something that it has to wait for was remembered. */
  private boolean waits(Task task) {
    return atWork.contains(task.instance())
        || behind(hosts.get(task.host()), task)
        || behind(instances.get(task.instance()), task)
        || (forwards || OnceTasks.undoesForAll(plan, facts, task)) && behindComponent(task);
  }

  private boolean behindComponent(Task task) {
    Long everywhere = components.get(task.component());
    if (everywhere == null) {
      return false;
    }
    boolean laterBatch = forwards ? batch(task) > everywhere : batch(task) < everywhere;
    return laterBatch || behind(componentsOnHost.get(task.component()).get(task.host()), task);
  }

  private boolean behind(Long place, Task task) {
    if (place == null) {
      return false;
    }
    return forwards ? place(task) > place : place(task) < place;
  }

  private static long batch(Task task) {
    return ((long) task.phase() << 32) + task.batch();
  }

  /** Comparable between tasks of one host. */
  private static long place(Task task) {
    return (batch(task) << 16) + task.group();
  }
}
