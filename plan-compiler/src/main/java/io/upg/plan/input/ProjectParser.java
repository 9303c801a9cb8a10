package io.upg.plan.input;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Fields;
import io.upg.plan.yaml.Text;
import io.upg.plan.yaml.YamlMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code project.yaml}. */
public final class ProjectParser {
  private static final List<String> KEYS =
      List.of(
          "project",
          "inventory",
          "releases",
          "logic",
          "targets",
          "batches",
          "budget",
          "unreachable-after");

  private final Problems problems;

  private ProjectParser(Problems problems) {
    this.problems = problems;
  }

  /** The project; a file name that is missing reads as the usual one, so the rest is checked. */
  public static Project parse(YamlMap file, Problems problems) {
    return new ProjectParser(problems).project(file);
  }

  private Project project(YamlMap file) {
    Fields fields = Fields.of(file, "a project", problems, KEYS);
    fields.require("targets");
    Text name = fields.required("project").orElse(new Text("?", file.place()));
    if (!name.value().equals("?")) {
      Names.name("project", name, problems);
    }
    return new Project(
        name,
        fields.required("inventory").orElse(new Text("inventory.yaml", file.place())),
        fields.required("releases").orElse(new Text("releases", file.place())),
        fields.text("logic").orElse(new Text("default", file.place())),
        fields.each("targets", this::target),
        fields.map("batches").map(this::batches).orElse(Map.of()),
        fields.map("budget").map(this::limits).orElse(Project.Limits.NONE),
        fields.duration("unreachable-after").orElse(GlobalPlan.UNREACHABLE_AFTER));
  }

  private Optional<Project.Target> target(YamlMap entry) {
    Fields fields =
        Fields.of(entry, "a target", problems, List.of("component", "on", "version", "name"));
    Optional<Text> component = fields.required("component");
    Optional<Text> version = fields.required("version");
    Text on = fields.text("on").orElse(new Text("all", fields.place()));
    String name = fields.text("name").map(Text::value).orElse("");
    if (component.isEmpty() || version.isEmpty()) {
      return Optional.empty();
    }
    if (!Names.component(component.get(), problems) | !Names.version(version.get(), problems)) {
      return Optional.empty();
    }
    return Optional.of(new Project.Target(component.get(), on, version.get(), name));
  }

  private Map<Text, BatchSizes> batches(YamlMap byPhase) {
    Fields fields = Fields.of(byPhase, "batches", problems, byPhase.entries().keySet());
    Map<Text, BatchSizes> batches = new LinkedHashMap<>();
    byPhase
        .entries()
        .forEach(
            (phase, entry) ->
                Amounts.batches(fields, phase, problems)
                    .ifPresent(sizes -> batches.put(entry.key(), sizes)));
    return batches;
  }

  private Project.Limits limits(YamlMap map) {
    Fields fields =
        Fields.of(map, "a budget", problems, List.of("batch", "phase", "project", "unreachable"));
    return new Project.Limits(
        Amounts.budget(fields, "batch", problems),
        Amounts.budget(fields, "phase", problems),
        Amounts.budget(fields, "project", problems),
        Amounts.budget(fields, "unreachable", problems));
  }
}
