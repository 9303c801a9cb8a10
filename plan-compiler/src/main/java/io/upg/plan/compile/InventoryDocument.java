package io.upg.plan.compile;

import io.upg.plan.draft.Fleet;
import io.upg.plan.draft.FleetInstance;
import io.upg.plan.model.HostSheet;
import java.util.List;
import java.util.Map;

/**
 * The frozen inventory as it is stored: host sets and ranges evaluated, so that it says the same
 * however it was written.
 */
record InventoryDocument(List<Host> hosts, List<Instance> instances) {

  record Host(
      String name, List<String> roles, Map<String, String> labels, Map<String, Object> vars) {}

  record Instance(String host, String component, String name, String version) {}

  static InventoryDocument of(Fleet fleet) {
    return new InventoryDocument(
        fleet.sheets().entrySet().stream().map(e -> host(e.getKey(), e.getValue())).toList(),
        fleet.instances().stream().map(InventoryDocument::instance).toList());
  }

  private static Host host(String name, HostSheet sheet) {
    return new Host(name, sheet.roles(), sheet.labels(), sheet.vars());
  }

  private static Instance instance(FleetInstance instance) {
    return new Instance(instance.host(), instance.component(), instance.name(), instance.version());
  }
}
