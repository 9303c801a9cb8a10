package io.upg.plan.hosts;

import io.upg.plan.NaturalOrder;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.HostSheet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The hosts that a host set is matched against, with their roles and labels. */
public final class HostDirectory {
  private final List<String> names;
  private final List<HostSheet> sheets;
  private final Map<String, Integer> places = new HashMap<>();
  private final TreeMap<String, BitSet> roles = new TreeMap<>();

  private HostDirectory(Map<String, HostSheet> hosts) {
    List<String> sorted = new ArrayList<>(hosts.keySet());
    sorted.sort(NaturalOrder.INSTANCE);
    names = List.copyOf(sorted);
    sheets = names.stream().map(hosts::get).toList();
    for (int place = 0; place < names.size(); place++) {
      places.put(names.get(place), place);
      for (String role : sheets.get(place).roles()) {
        roles.computeIfAbsent(role, r -> new BitSet()).set(place);
      }
    }
  }

  public static HostDirectory of(Map<String, HostSheet> hosts) {
    return new HostDirectory(hosts);
  }

  /** Every host of the plan's inventory. */
  public static HostDirectory of(GlobalPlan plan) {
    Map<String, HostSheet> hosts = new HashMap<>();
    plan.hosts().forEach((host, digest) -> hosts.put(host, plan.hostSheets().get(digest)));
    return new HostDirectory(hosts);
  }

  /** In natural order. */
  public List<String> names() {
    return names;
  }

  public boolean contains(String host) {
    return places.containsKey(host);
  }

  /** Of a host that is {@linkplain #contains contained}. */
  public HostSheet sheet(String host) {
    return sheets.get(places.get(host));
  }

  public Set<String> roles() {
    return Collections.unmodifiableSet(roles.keySet());
  }

  Integer place(String host) {
    return places.get(host);
  }

  BitSet all() {
    BitSet all = new BitSet(names.size());
    all.set(0, names.size());
    return all;
  }

  BitSet withRole(String role) {
    return (BitSet) roles.getOrDefault(role, new BitSet()).clone();
  }

  BitSet withLabel(String key, String value) {
    return where(sheet -> value.equals(sheet.labels().get(key)));
  }

  Set<String> labelKeys() {
    Set<String> keys = new TreeSet<>();
    sheets.forEach(sheet -> keys.addAll(sheet.labels().keySet()));
    return keys;
  }

  Set<String> labelValues(String key) {
    Set<String> values = new TreeSet<>();
    sheets.stream()
        .filter(sheet -> sheet.labels().containsKey(key))
        .forEach(sheet -> values.add(sheet.labels().get(key)));
    return values;
  }

  private BitSet where(Predicate<HostSheet> condition) {
    BitSet matching = new BitSet(names.size());
    for (int place = 0; place < names.size(); place++) {
      if (condition.test(sheets.get(place))) {
        matching.set(place);
      }
    }
    return matching;
  }
}
