package io.upg.plan.cut;

import io.upg.plan.Suggest;
import io.upg.plan.hosts.HostDirectory;
import io.upg.plan.hosts.HostSet;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Phase;
import io.upg.plan.model.Task;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Turns selections into task numbers. One pass over the plan for each part that was said; nothing
 * said selects everything. A host list ({@code @FILE}) must have been inlined before: see {@link
 * HostSet#text()}.
 */
public final class SelectionMatcher {
  /** Each one looks at every known name: a few are help enough. */
  private static final int SUGGESTIONS = 20;

  private final GlobalPlan plan;
  private final TaskStates states;

  public SelectionMatcher(GlobalPlan plan, TaskStates states) {
    this.plan = plan;
    this.states = states;
  }

  public SelectionMatch match(Selection selection) {
    BitSet numbers = new BitSet(plan.tasks().size() + 1);
    numbers.set(1, plan.tasks().size() + 1);
    List<String> unknown = new ArrayList<>();
    keepTasks(numbers, selection.tasks(), unknown);
    keepHosts(numbers, selection.hosts(), unknown);
    keepComponents(numbers, selection.components(), unknown);
    keepPhases(numbers, selection.phases(), unknown);
    keepBatches(numbers, selection.batches(), unknown);
    if (selection.failed()) {
      keep(numbers, task -> states.of(task).failed());
    }
    return new SelectionMatch(numbers, unknown);
  }

  private void keepTasks(BitSet numbers, List<String> ids, List<String> unknown) {
    if (ids.isEmpty()) {
      return;
    }
    Set<String> wanted = new HashSet<>(ids);
    Set<String> missing = new HashSet<>(wanted);
    keep(
        numbers,
        task -> {
          missing.remove(task.id());
          return wanted.contains(task.id());
        });
    if (!missing.isEmpty()) {
      List<String> known = plan.tasks().stream().map(Task::id).toList();
      say("task", ids.stream().filter(missing::contains).toList(), known, unknown);
    }
  }

  private void keepHosts(BitSet numbers, String hosts, List<String> unknown) {
    if (hosts == null) {
      return;
    }
    try {
      HostSet.Match match = HostSet.parse(hosts, HostSet.NO_FILES).match(HostDirectory.of(plan));
      unknown.addAll(match.unknown());
      Set<String> wanted = new HashSet<>(match.hosts());
      keep(numbers, task -> wanted.contains(task.host()));
    } catch (IllegalArgumentException e) {
      unknown.add(e.getMessage());
    }
  }

  private void keepComponents(BitSet numbers, List<String> components, List<String> unknown) {
    if (components.isEmpty()) {
      return;
    }
    Set<String> wanted = new HashSet<>(components);
    keep(numbers, task -> wanted.contains(task.component()));
    Set<String> known = new TreeSet<>();
    plan.instances().forEach(instance -> known.add(instance.component()));
    say("component", components, known, unknown);
  }

  private void keepPhases(BitSet numbers, List<String> phases, List<String> unknown) {
    if (phases.isEmpty()) {
      return;
    }
    BitSet wanted = new BitSet();
    for (int index = 0; index < plan.phases().size(); index++) {
      wanted.set(index, phases.contains(plan.phases().get(index).name()));
    }
    keep(numbers, task -> wanted.get(task.phase()));
    say("phase", phases, plan.phases().stream().map(Phase::name).toList(), unknown);
  }

  private void keepBatches(BitSet numbers, List<Integer> batches, List<String> unknown) {
    if (batches.isEmpty()) {
      return;
    }
    Set<Integer> wanted = new HashSet<>(batches);
    keep(numbers, task -> wanted.contains(task.batch()));
    int most = plan.phases().stream().mapToInt(Phase::batches).max().orElse(0);
    for (int batch : new TreeSet<>(wanted)) {
      if (batch < 1 || batch > most) {
        String counts =
            plan.phases().stream()
                .map(phase -> phase.name() + " " + phase.batches())
                .collect(Collectors.joining(", "));
        unknown.add("No phase has a batch " + batch + ". Batches by phase: " + counts + ".");
      }
    }
  }

  private void keep(BitSet numbers, Predicate<Task> condition) {
    for (int n = numbers.nextSetBit(0); n >= 0; n = numbers.nextSetBit(n + 1)) {
      if (!condition.test(plan.tasks().get(n - 1))) {
        numbers.clear(n);
      }
    }
  }

  private void say(
      String kind, List<String> typed, Collection<String> known, List<String> unknown) {
    Set<String> names = new HashSet<>(known);
    int suggested = 0;
    for (String name : typed) {
      if (!names.contains(name)) {
        String sentence = "Project '" + plan.project() + "' has no " + kind + " '" + name + "'.";
        String hint = suggested++ < SUGGESTIONS ? Suggest.hint(name, names) : "";
        unknown.add((sentence + " " + hint).strip());
      }
    }
  }
}
