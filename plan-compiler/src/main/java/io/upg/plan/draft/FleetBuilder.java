package io.upg.plan.draft;

import io.upg.plan.compile.SourceTree;
import io.upg.plan.hosts.HostDirectory;
import io.upg.plan.hosts.HostRange;
import io.upg.plan.input.HostName;
import io.upg.plan.input.Inventory;
import io.upg.plan.model.HostSheet;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the fleet of an inventory: expands ranges, finds instances, gives hosts their vars. */
public final class FleetBuilder {
  private final SourceTree tree;
  private final Inventory inventory;
  private final Problems problems;
  private boolean complete = true;

  private FleetBuilder(SourceTree tree, Inventory inventory, Problems problems) {
    this.tree = tree;
    this.inventory = inventory;
    this.problems = problems;
  }

  public static Fleet build(SourceTree tree, Inventory inventory, Problems problems) {
    return new FleetBuilder(tree, inventory, problems).build();
  }

  private Fleet build() {
    HostDirectory bare = HostDirectory.of(bareSheets());
    boolean all = inventory.complete() && complete;
    HostSets sets = new HostSets(tree, Optional.of(bare), all, problems);
    HostDirectory hosts = new HostVars(bare, sets, problems).applied(inventory.vars());
    Set<String> mentioned =
        inventory.instances().stream()
            .map(entry -> entry.component().value())
            .collect(Collectors.toSet());
    return new Fleet(hosts, instances(hosts, sets), mentioned, all);
  }

  private Map<String, HostSheet> bareSheets() {
    Map<String, HostSheet> sheets = new LinkedHashMap<>();
    Map<String, Place> places = new HashMap<>();
    for (Inventory.HostEntry entry : inventory.hosts()) {
      List<String> roles = entry.roles().stream().sorted().toList();
      HostSheet sheet = new HostSheet(roles, entry.labels(), Map.of());
      Repeats repeats = new Repeats();
      for (String host : names(entry.name())) {
        Place first = places.putIfAbsent(host, entry.name().place());
        sheets.putIfAbsent(host, sheet);
        repeats.add(first, host);
      }
      repeats.report("duplicate-host", "host", entry.name().place(), "Keep one of them.", problems);
    }
    return sheets;
  }

  private List<String> names(Text written) {
    try {
      List<String> names = HostRange.expand(written.value());
      boolean allowed = HostName.check(new Text(names.get(0), written.place()), problems);
      complete &= allowed;
      return allowed ? names : List.of();
    } catch (IllegalArgumentException e) {
      complete = false;
      problems.error("host-range", written.place(), e.getMessage(), "");
      return List.of();
    }
  }

  private List<FleetInstance> instances(HostDirectory hosts, HostSets sets) {
    List<FleetInstance> instances = new ArrayList<>();
    Map<String, Place> places = new HashMap<>();
    for (Inventory.InstanceEntry entry : inventory.instances()) {
      if (entry.on().value().isEmpty()) {
        continue;
      }
      Place place = entry.component().place();
      String label = FleetInstance.label(entry.component().value(), entry.name());
      Repeats repeats = new Repeats();
      sets.some(entry.on())
          .ifPresent(
              ranks ->
                  ranks.stream()
                      .mapToObj(rank -> instance(entry, rank, hosts.names().get(rank)))
                      .filter(i -> repeats.add(places.putIfAbsent(key(i), place), i.host()))
                      .forEach(instances::add));
      String what = "instance " + label + " on";
      String hint = "Make the host sets disjoint, or give each instance a name.";
      repeats.report("duplicate-instance", what, place, hint, problems);
    }
    return instances;
  }

  private static String key(FleetInstance instance) {
    return instance.host() + "_" + instance.label();
  }

  private static FleetInstance instance(Inventory.InstanceEntry entry, int rank, String host) {
    return new FleetInstance(
        rank,
        host,
        entry.component().value(),
        entry.name(),
        entry.version().value(),
        entry.component().place());
  }
}
