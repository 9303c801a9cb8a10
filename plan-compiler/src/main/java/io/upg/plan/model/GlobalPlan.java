package io.upg.plan.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The compiled whole of a project. Immutable; the same input gives the same digest on any machine
 * and in any order of files and entries.
 *
 * @param digest SHA-256 over the canonical form of everything else here (see {@code PlanDigest})
 * @param inventory digest of the frozen inventory
 * @param phases in logic-book order, the empty ones too
 * @param hosts host name → digest of its {@link HostSheet}; every host of the inventory
 * @param hostSheets digest → content; every sheet that a host names
 * @param requires component → the components that any of its target releases requires and the plan
 *     moves, sorted; only components that require something
 * @param instances those the plan moves, sorted by host, component and name
 * @param sheets digest → content; every sheet that a task names
 * @param tasks sorted by {@link Task#number()}, which is the index + 1
 * @param unreachableAfter how long a host may take to take its node task
 */
public record GlobalPlan(
    String project,
    String digest,
    String inventory,
    List<Phase> phases,
    Map<String, String> hosts,
    Map<String, HostSheet> hostSheets,
    Map<String, List<String>> requires,
    List<Instance> instances,
    Map<String, TaskSheet> sheets,
    List<Task> tasks,
    Duration unreachableAfter) {

  /** Where a project says nothing else. */
  public static final Duration UNREACHABLE_AFTER = Duration.ofMinutes(5);

  public GlobalPlan {
    phases = List.copyOf(phases);
    hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
    hostSheets = Collections.unmodifiableMap(new TreeMap<>(hostSheets));
    requires = Collections.unmodifiableMap(new TreeMap<>(requires));
    instances = List.copyOf(instances);
    sheets = Collections.unmodifiableMap(new TreeMap<>(sheets));
    tasks = List.copyOf(tasks);
  }

  public Phase phaseOf(Task task) {
    return phases.get(task.phase());
  }
}
