package io.upg.plan.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.upg.plan.NaturalOrder;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Hosts and groups of an Ansible inventory.
 *
 * @param hosts every host, in natural order
 * @param groups group → its hosts and those of every group below it; without {@code all} and {@code
 *     ungrouped}, which say nothing
 */
record AnsibleGroups(SortedSet<String> hosts, SortedMap<String, SortedSet<String>> groups) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final String META = "_meta";
  private static final Set<String> MEANINGLESS = Set.of("all", "ungrouped");
  private static final String HINT = "Give the file that 'ansible-inventory --list' printed.";

  /** One group as written. */
  private record Group(Set<String> hosts, Set<String> children) {
    static final Group EMPTY = new Group(Set.of(), Set.of());
  }

  static AnsibleGroups read(String file, String json, Problems problems) {
    Map<String, Group> written = new LinkedHashMap<>();
    SortedSet<String> hosts = new TreeSet<>(NaturalOrder.INSTANCE);
    JsonNode document = parse(file, json, problems);
    document
        .properties()
        .forEach(
            entry -> {
              if (!entry.getKey().equals(META)) {
                Group group = group(file, entry.getKey(), entry.getValue(), problems);
                written.put(entry.getKey(), group);
                hosts.addAll(group.hosts);
              }
            });
    document.path(META).path("hostvars").fieldNames().forEachRemaining(hosts::add);
    SortedMap<String, SortedSet<String>> groups = new TreeMap<>(NaturalOrder.INSTANCE);
    written.keySet().stream()
        .filter(name -> !MEANINGLESS.contains(name))
        .forEach(name -> groups.put(name, hostsBelow(name, written)));
    if (hosts.isEmpty() && !problems.anyErrors()) {
      problems.error("ansible", new Place(file, 0), "the inventory holds no host.", HINT);
    }
    return new AnsibleGroups(hosts, groups);
  }

  private static JsonNode parse(String file, String json, Problems problems) {
    try {
      JsonNode document = MAPPER.readTree(json);
      if (document.isObject()) {
        return document;
      }
      String kind = document.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
      problems.error(
          "ansible",
          new Place(file, 1),
          "an object of groups was expected, found " + kind + ".",
          HINT);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      problems.error(
          "ansible",
          new Place(file, line),
          "this is not JSON: " + e.getOriginalMessage() + ".",
          HINT);
    }
    return MAPPER.createObjectNode();
  }

  private static Group group(String file, String name, JsonNode node, Problems problems) {
    if (!node.isObject()) {
      problems.error(
          "ansible",
          new Place(file, 0),
          "group '" + name + "' is not an object with 'hosts' and 'children'.",
          HINT);
      return Group.EMPTY;
    }
    return new Group(
        names(file, name, node, "hosts", problems), names(file, name, node, "children", problems));
  }

  private static Set<String> names(
      String file, String group, JsonNode node, String key, Problems problems) {
    Set<String> names = new TreeSet<>(NaturalOrder.INSTANCE);
    JsonNode list = node.path(key);
    boolean wellFormed = list.isMissingNode() || list.isArray();
    for (JsonNode name : list) {
      wellFormed &= name.isTextual();
      names.add(name.asText());
    }
    if (!wellFormed) {
      problems.error(
          "ansible",
          new Place(file, 0),
          "'%s' of group '%s' is not a list of names.".formatted(key, group),
          HINT);
    }
    return names;
  }

  /** Ansible leaves empty groups out, so a child that is not there has no hosts. */
  private static SortedSet<String> hostsBelow(String top, Map<String, Group> written) {
    SortedSet<String> hosts = new TreeSet<>(NaturalOrder.INSTANCE);
    Set<String> seen = new HashSet<>(Set.of(top));
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      Group group = written.getOrDefault(open.pop(), Group.EMPTY);
      hosts.addAll(group.hosts);
      group.children.stream().filter(seen::add).forEach(open::push);
    }
    return hosts;
  }
}
