package io.upg.plan.importing;

import io.upg.plan.NaturalOrder;
import io.upg.plan.hosts.HostNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes {@code inventory.yaml}: hosts with the same roles in one entry, names folded into ranges.
 */
final class InventoryText {
  private static final int WIDTH = 100;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*");
  private static final Pattern NOT_A_STRING =
      Pattern.compile("true|false|null|yes|no|on|off|y|n", Pattern.CASE_INSENSITIVE);

  private InventoryText() {}

  /**
   * @param roles group → role
   * @param homes component → groups
   * @param versions component → version
   */
  static String of(
      String source,
      AnsibleGroups ansible,
      SortedMap<String, String> roles,
      SortedMap<String, SortedSet<String>> homes,
      SortedMap<String, String> versions) {
    List<String> lines = new ArrayList<>();
    lines.add("# Imported from Ansible's inventory: " + source.replaceAll(".*/|\\R", ""));
    lines.add("hosts:");
    hostsByRoles(ansible, roles).forEach((names, hosts) -> addHosts(lines, hosts, names));
    lines.add(homes.isEmpty() ? "instances: []" : "instances:");
    homes.forEach(
        (component, groups) ->
            lines.add(
                "  - {component: %s, on: \"%s\", version: \"%s\"}"
                    .formatted(quoted(component), on(groups, roles), versions.get(component))));
    return String.join("\n", lines) + "\n";
  }

  private static Map<SortedSet<String>, List<String>> hostsByRoles(
      AnsibleGroups ansible, SortedMap<String, String> roles) {
    Map<String, SortedSet<String>> rolesOf = new LinkedHashMap<>();
    ansible.hosts().forEach(host -> rolesOf.put(host, new TreeSet<>(NaturalOrder.INSTANCE)));
    ansible
        .groups()
        .forEach((group, hosts) -> hosts.forEach(host -> rolesOf.get(host).add(roles.get(group))));
    return rolesOf.keySet().stream()
        .collect(Collectors.groupingBy(rolesOf::get, LinkedHashMap::new, Collectors.toList()));
  }

  private static void addHosts(List<String> lines, List<String> hosts, SortedSet<String> roles) {
    for (String name : HostNames.fold(hosts)) {
      lines.add("  - name: \"" + name + "\"");
      addWrapped(lines, "    roles: [", roles);
    }
  }

  private static void addWrapped(List<String> lines, String head, SortedSet<String> roles) {
    StringBuilder line = new StringBuilder(head);
    int rest = roles.size();
    for (String role : roles) {
      String word = quoted(role) + (--rest > 0 ? "," : "");
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder("      ");
      }
      line.append(word).append(rest > 0 ? " " : "");
    }
    lines.add(line.append(']').toString());
  }

  private static String on(SortedSet<String> groups, SortedMap<String, String> roles) {
    return groups.stream()
        .map(group -> "role=" + roles.get(group))
        .distinct()
        .collect(Collectors.joining(" | "));
  }

  /** Quoted unless no YAML reader can take it for anything but a string. */
  private static String quoted(String name) {
    return PLAIN.matcher(name).matches() && !NOT_A_STRING.matcher(name).matches()
        ? name
        : "\"" + name + "\"";
  }
}
