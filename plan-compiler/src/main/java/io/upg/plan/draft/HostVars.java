package io.upg.plan.draft;

import io.upg.plan.hosts.HostDirectory;
import io.upg.plan.input.Inventory;
import io.upg.plan.input.Inventory.VarsEntry;
import io.upg.plan.model.HostSheet;
import io.upg.plan.problem.Problems;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives every host its variables. The narrower host set wins: {@code role=controller} over {@code
 * all}. Sets of which neither lies within the other must not disagree on a host; so the order in
 * which they are written never matters.
 */
final class HostVars {
  private final HostDirectory bare;
  private final HostSets sets;
  private final Problems problems;
  private final Set<Set<Given>> told = new HashSet<>();

  private record Given(VarsEntry entry, BitSet hosts) {}

  private record Likeness(HostSheet bare, List<Given> given) {}

  HostVars(HostDirectory bare, HostSets sets, Problems problems) {
    this.bare = bare;
    this.sets = sets;
    this.problems = problems;
  }

  HostDirectory applied(List<VarsEntry> entries) {
    List<Given> given = given(entries);
    Map<Likeness, HostSheet> sheets = new HashMap<>();
    Map<String, HostSheet> hosts = new LinkedHashMap<>();
    for (int rank = 0; rank < bare.names().size(); rank++) {
      String host = bare.names().get(rank);
      int place = rank;
      List<Given> here = given.stream().filter(g -> g.hosts.get(place)).toList();
      Likeness likeness = new Likeness(bare.sheet(host), here);
      hosts.put(host, sheets.computeIfAbsent(likeness, l -> sheet(l, host)));
    }
    return HostDirectory.of(hosts);
  }

  private List<Given> given(List<Inventory.VarsEntry> entries) {
    List<Given> given = new ArrayList<>();
    for (VarsEntry entry : entries) {
      Optional<BitSet> hosts = sets.some(entry.on());
      hosts.ifPresent(places -> given.add(new Given(entry, places)));
    }
    given.sort(Comparator.comparingInt(g -> -g.hosts.cardinality()));
    return given;
  }

  private HostSheet sheet(Likeness likeness, String host) {
    Map<String, List<Given>> givers = new TreeMap<>();
    for (Given given : likeness.given) {
      given
          .entry
          .values()
          .keySet()
          .forEach(name -> givers.computeIfAbsent(name, n -> new ArrayList<>()).add(given));
    }
    Map<String, Object> values = new TreeMap<>();
    givers.forEach((name, all) -> values.put(name, narrowest(name, all, host)));
    return new HostSheet(likeness.bare.roles(), likeness.bare.labels(), values);
  }

  private Object narrowest(String name, List<Given> givers, String host) {
    Given narrowest = givers.get(givers.size() - 1);
    Object value = narrowest.entry.values().get(name);
    for (Given wider : givers) {
      boolean same = value.equals(wider.entry.values().get(name));
      if (!same && !within(narrowest, wider) && told.add(Set.of(narrowest, wider))) {
        disagree(name, wider, narrowest, host);
      }
    }
    return value;
  }

  private static boolean within(Given narrow, Given wide) {
    BitSet outside = (BitSet) narrow.hosts.clone();
    outside.andNot(wide.hosts);
    return outside.isEmpty() && narrow.hosts.cardinality() < wide.hosts.cardinality();
  }

  private void disagree(String name, Given first, Given second, String host) {
    problems.error(
        "vars",
        second.entry.on().place(),
        "vars '"
            + name
            + "' differs on "
            + host
            + ": '"
            + second.entry.on()
            + "' and '"
            + first.entry.on()
            + "' (line "
            + first.entry.on().place().line()
            + ") both give it, and neither host set lies within the other.",
        "Give it for a host set within both, such as a single host, or make the sets disjoint.");
  }
}
