package io.upg.plan.input;

import io.upg.plan.yaml.Text;
import java.util.List;
import java.util.Map;

/**
 * {@code inventory.yaml} as written; host sets are not evaluated yet.
 *
 * @param complete false where something of a host could not be read: then a host set that matches
 *     nothing may be right
 */
public record Inventory(
    List<HostEntry> hosts, List<InstanceEntry> instances, List<VarsEntry> vars, boolean complete) {

  /**
   * @param name a name or a range
   * @param labels {@code zone:} is the label {@code zone}
   */
  public record HostEntry(Text name, List<String> roles, Map<String, String> labels) {}

  /**
   * @param on empty where it could not be read
   * @param version empty where it could not be read
   * @param name empty where a host runs the component once
   */
  public record InstanceEntry(Text component, Text on, Text version, String name) {}

  public record VarsEntry(Text on, Map<String, Object> values) {}

  public Inventory {
    hosts = List.copyOf(hosts);
    instances = List.copyOf(instances);
    vars = List.copyOf(vars);
  }
}
