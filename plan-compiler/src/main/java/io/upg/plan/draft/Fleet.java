package io.upg.plan.draft;

import io.upg.plan.NaturalOrder;
import io.upg.plan.hosts.HostDirectory;
import io.upg.plan.model.HostSheet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The inventory with its host sets evaluated: every host, every instance. */
public final class Fleet {
  private static final Comparator<FleetInstance> ORDER =
      Comparator.comparingInt(FleetInstance::rank)
          .thenComparing(FleetInstance::component, NaturalOrder.INSTANCE)
          .thenComparing(FleetInstance::name, NaturalOrder.INSTANCE);

  private final HostDirectory hosts;
  private final List<FleetInstance> instances;
  private final Set<String> mentioned;
  private final boolean complete;
  private final Map<String, List<FleetInstance>> byComponent = new TreeMap<>(NaturalOrder.INSTANCE);

  Fleet(
      HostDirectory hosts, List<FleetInstance> instances, Set<String> mentioned, boolean complete) {
    this.hosts = hosts;
    this.mentioned = Set.copyOf(mentioned);
    this.complete = complete;
    this.instances = instances.stream().sorted(ORDER).toList();
    for (FleetInstance instance : this.instances) {
      byComponent.computeIfAbsent(instance.component(), c -> new ArrayList<>()).add(instance);
    }
  }

  public HostDirectory hosts() {
    return hosts;
  }

  /** Sorted by host, component and name. */
  public List<FleetInstance> instances() {
    return instances;
  }

  /** Whether every host could be read. */
  public boolean complete() {
    return complete;
  }

  /** Whether the inventory names the component at all, also where nothing more could be read. */
  public boolean mentions(String component) {
    return mentioned.contains(component);
  }

  public Set<String> components() {
    return byComponent.keySet();
  }

  /** In host order; empty for a component that no host runs. */
  public List<FleetInstance> instancesOf(String component) {
    return byComponent.getOrDefault(component, List.of());
  }

  /** Sheet of every host, in natural order of the hosts. */
  public Map<String, HostSheet> sheets() {
    Map<String, HostSheet> sheets = new LinkedHashMap<>();
    hosts.names().forEach(host -> sheets.put(host, hosts.sheet(host)));
    return sheets;
  }

  static Map<String, Integer> ranks(List<String> names) {
    Map<String, Integer> ranks = new HashMap<>();
    names.forEach(name -> ranks.put(name, ranks.size()));
    return ranks;
  }
}
