package io.upg.plan.draft;

import io.upg.plan.input.Release;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which component requires which, as the releases that are moved to say together. */
public final class Requires {
  private final Map<String, Set<String>> direct = new TreeMap<>();
  private final Map<String, Set<String>> closure = new HashMap<>();

  public Requires(Releases releases) {
    for (Release release : releases.all()) {
      Set<String> required =
          direct.computeIfAbsent(release.component(), component -> new TreeSet<>());
      release.requires().forEach(requirement -> required.add(requirement.component().value()));
    }
    direct.values().forEach(required -> required.retainAll(direct.keySet()));
    direct.keySet().forEach(component -> closure.put(component, reach(component)));
  }

  /** Component → the components that it requires; those that do not move are left out. */
  public Map<String, List<String>> direct() {
    Map<String, List<String>> lists = new TreeMap<>();
    direct.forEach(
        (component, required) -> {
          if (!required.isEmpty()) {
            lists.put(component, List.copyOf(required));
          }
        });
    return lists;
  }

  /**
   * How long the longest chain is from {@code component} down to one that requires none of {@code
   * among}, also over components that are not among them. Of a graph without cycles only.
   */
  public int depth(String component, Set<String> among) {
    return depth(component, among, new HashMap<>());
  }

  private int depth(String component, Set<String> among, Map<String, Integer> known) {
    Integer before = known.get(component);
    if (before != null) {
      return before;
    }
    int depth = 0;
    for (String required : closure.get(component)) {
      if (among.contains(required)) {
        depth = Math.max(depth, 1 + depth(required, among, known));
      }
    }
    known.put(component, depth);
    return depth;
  }

  /** Every cycle once, as the components in it, from the first by name round to itself. */
  public List<List<String>> cycles() {
    List<List<String>> cycles = new ArrayList<>();
    Set<String> told = new TreeSet<>();
    for (String component : direct.keySet()) {
      if (closure.get(component).contains(component) && !told.contains(component)) {
        List<String> cycle = shortestCycle(component);
        told.addAll(cycle);
        cycles.add(cycle);
      }
    }
    return cycles;
  }

  private List<String> shortestCycle(String start) {
    List<List<String>> paths = new ArrayList<>(List.of(List.of(start)));
    Set<String> seen = new TreeSet<>();
    for (int next = 0; next < paths.size(); next++) {
      List<String> path = paths.get(next);
      for (String required : direct.get(path.get(path.size() - 1))) {
        List<String> longer = new ArrayList<>(path);
        longer.add(required);
        if (required.equals(start)) {
          return longer;
        }
        if (seen.add(required)) {
          paths.add(longer);
        }
      }
    }
    throw new IllegalArgumentException(start + " is in no cycle");
  }

  private Set<String> reach(String component) {
    Set<String> reached = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(direct.get(component));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      if (reached.add(next)) {
        open.addAll(direct.get(next));
      }
    }
    return reached;
  }
}
