package io.upg.plan.input;

import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Fields;
import io.upg.plan.yaml.Json;
import io.upg.plan.yaml.Text;
import io.upg.plan.yaml.YamlMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code inventory.yaml}. */
public final class InventoryParser {
  private final Problems problems;
  private boolean complete = true;

  private InventoryParser(Problems problems) {
    this.problems = problems;
  }

  public static Inventory parse(YamlMap file, Problems problems) {
    return new InventoryParser(problems).inventory(file);
  }

  private Inventory inventory(YamlMap file) {
    Fields fields =
        Fields.of(file, "an inventory", problems, List.of("hosts", "instances", "vars"));
    fields.require("hosts");
    fields.require("instances");
    List<Inventory.HostEntry> hosts = fields.each("hosts", this::host);
    return new Inventory(
        hosts,
        fields.each("instances", this::instance),
        fields.map("vars").map(this::vars).orElse(List.of()),
        complete && !hosts.isEmpty());
  }

  private Optional<Inventory.HostEntry> host(YamlMap entry) {
    Fields fields =
        Fields.of(entry, "a host", problems, List.of("name", "roles", "labels", "zone"));
    int before = problems.count();
    Map<String, String> labels = new TreeMap<>();
    fields.textMap("labels").forEach((key, value) -> labels.put(key, value.value()));
    fields.text("zone").ifPresent(zone -> zone(labels, zone));
    List<String> roles = fields.texts("roles").stream().map(Text::value).distinct().toList();
    Optional<Text> name = fields.required("name");
    complete &= name.isPresent() && problems.count() == before;
    return name.map(n -> new Inventory.HostEntry(n, roles, labels));
  }

  private void zone(Map<String, String> labels, Text zone) {
    String label = labels.putIfAbsent("zone", zone.value());
    if (label != null && !label.equals(zone.value())) {
      problems.error(
          "zone",
          zone.place(),
          "the host's zone is '" + zone + "', and its label zone is '" + label + "'.",
          "Keep one of them.");
    }
  }

  private Optional<Inventory.InstanceEntry> instance(YamlMap entry) {
    Fields fields =
        Fields.of(entry, "an instance", problems, List.of("component", "on", "version", "name"));
    Text unreadable = new Text("", fields.place());
    Optional<Text> component =
        fields.required("component").filter(c -> Names.component(c, problems));
    Text on = fields.required("on").orElse(unreadable);
    Text version =
        fields.required("version").filter(v -> Names.version(v, problems)).orElse(unreadable);
    Optional<Text> name = fields.text("name").filter(n -> Names.name("instance", n, problems));
    return component.map(
        c -> new Inventory.InstanceEntry(c, on, version, name.map(Text::value).orElse("")));
  }

  private List<Inventory.VarsEntry> vars(YamlMap bySet) {
    List<Inventory.VarsEntry> vars = new ArrayList<>();
    for (YamlMap.Entry entry : bySet.entries().values()) {
      if (entry.value() instanceof YamlMap values) {
        vars.add(new Inventory.VarsEntry(entry.key(), Json.map(values, problems)));
      } else {
        problems.error(
            "type",
            entry.key().place(),
            "the variables of '"
                + entry.key()
                + "' are "
                + entry.value().kind()
                + "; expected a map.",
            "");
      }
    }
    return vars;
  }
}
