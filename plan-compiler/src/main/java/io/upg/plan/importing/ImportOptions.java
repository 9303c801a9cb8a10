package io.upg.plan.importing;

import io.upg.plan.NaturalOrder;
import io.upg.plan.Suggest;
import io.upg.plan.input.Names;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the options of an import against the groups that there are; collects what is wrong. */
final class ImportOptions {
  /** The key of what is said of every component. */
  private static final String EVERY = "";

  private final ImportRequest request;
  private final AnsibleGroups ansible;
  private final Problems problems;
  private final Preset preset;

  ImportOptions(ImportRequest request, AnsibleGroups ansible, Problems problems) {
    this.request = request;
    this.ansible = ansible;
    this.problems = problems;
    this.preset = Preset.of(request.preset()).orElseGet(this::noPreset);
  }

  private Preset noPreset() {
    error(
        "--preset",
        "there is no preset '%s'; known: %s."
            .formatted(request.preset(), String.join(", ", Preset.words())),
        Suggest.hint(request.preset(), Preset.words()));
    return Preset.NONE;
  }

  /** Group → role, for every group of the inventory. */
  SortedMap<String, String> roles() {
    SortedMap<String, String> given = new TreeMap<>();
    for (String option : request.roles()) {
      Assignment role = Assignment.of(option);
      if (!role.hasValue() || !Names.isName(role.value())) {
        error(
            "--role", "'" + option + "' is not GROUP=ROLE.", "Example: --role control=controller.");
      } else if (isGroup(role.name(), "--role")) {
        putOnce(given, role, "--role", "group '" + role.name() + "' becomes");
      }
    }
    SortedMap<String, String> roles = new TreeMap<>(NaturalOrder.INSTANCE);
    for (String group : ansible.groups().keySet()) {
      String role = given.getOrDefault(group, preset.roles.getOrDefault(group, group));
      if (!Names.isName(role)) {
        error(
            "--role",
            "group '%s' of %s cannot be the name of a role.".formatted(group, request.file()),
            "Give it another one: --role '%s=ROLE'.".formatted(group));
      }
      roles.put(group, role);
    }
    return roles;
  }

  /** Component → the groups on whose hosts it runs. */
  SortedMap<String, SortedSet<String>> homes() {
    SortedMap<String, SortedSet<String>> homes = new TreeMap<>(NaturalOrder.INSTANCE);
    for (String option : request.components()) {
      Assignment component = Assignment.of(option);
      if (!Names.isName(component.name())) {
        error(
            "--components",
            "'" + option + "' is neither COMPONENT nor COMPONENT=GROUP.",
            "Example: --components keystone,nova-compute=compute.");
        continue;
      }
      homes
          .computeIfAbsent(component.name(), name -> new TreeSet<>(NaturalOrder.INSTANCE))
          .addAll(groupsWithHosts(component));
    }
    return homes;
  }

  private List<String> groupsWithHosts(Assignment component) {
    List<String> groups =
        component.hasValue()
            ? List.of(component.value())
            : preset.homes.getOrDefault(component.name(), List.of(component.name()));
    List<String> known = groups.stream().filter(group -> isGroup(group, "--components")).toList();
    if (!known.isEmpty() && known.stream().allMatch(g -> ansible.groups().get(g).isEmpty())) {
      error(
          "--components",
          "component '%s': group '%s' has no host."
              .formatted(component.name(), String.join("', '", known)),
          "Leave the component out, or name another group: %s=GROUP.".formatted(component.name()));
    }
    return known;
  }

  /** Where the file could not be read at all, no group is called unknown. */
  private boolean isGroup(String name, String option) {
    if (ansible.groups().containsKey(name)) {
      return true;
    }
    if (!ansible.groups().isEmpty()) {
      String hint = Suggest.hint(name, ansible.groups().keySet());
      error(option, "%s has no group '%s'.".formatted(request.file(), name), hint);
    }
    return false;
  }

  /** Component → the version that runs, for every one of these components. */
  SortedMap<String, String> versions(Collection<String> components) {
    SortedMap<String, String> given = new TreeMap<>();
    for (String option : request.versions()) {
      Assignment written = Assignment.of(option);
      Assignment version = written.hasValue() ? written : new Assignment(EVERY, written.name());
      if (!Names.isVersion(version.value())) {
        error("--version", "'" + option + "' is neither VERSION nor COMPONENT=VERSION.", "");
      } else if (written.hasValue() && !components.contains(version.name())) {
        String hint = Suggest.hint(version.name(), components);
        error("--version", "'%s' is not among the components.".formatted(version.name()), hint);
      } else {
        String whose = written.hasValue() ? "'" + version.name() + "' runs" : "everything runs";
        putOnce(given, version, "--version", whose);
      }
    }
    String common = given.getOrDefault(EVERY, AnsibleImport.UNKNOWN);
    SortedMap<String, String> versions = new TreeMap<>(NaturalOrder.INSTANCE);
    components.forEach(name -> versions.put(name, given.getOrDefault(name, common)));
    return versions;
  }

  private void putOnce(
      SortedMap<String, String> given, Assignment assignment, String option, String subject) {
    String before = given.put(assignment.name(), assignment.value());
    if (before != null && !before.equals(assignment.value())) {
      error(
          option,
          "%s both '%s' and '%s'.".formatted(subject, before, assignment.value()),
          "Give one of them.");
    }
  }

  private void error(String option, String message, String hint) {
    problems.error("import-option", new Place(option, 0), message, hint);
  }
}
