package io.upg.plan.input;

import io.upg.plan.VersionConstraint;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Fields;
import io.upg.plan.yaml.Text;
import io.upg.plan.yaml.YamlMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a release's {@code component.yaml}. */
public final class ReleaseParser {
  private static final List<String> KEYS =
      List.of(
          "component",
          "version",
          "upgrades-from",
          "stop-group",
          "start-group",
          "requires",
          "sha256",
          "actions");
  private static final Pattern GROUP = Pattern.compile("([0-9]{1,6})(?:\\.([0-9]{1,6}))?");

  private final Problems problems;

  private ReleaseParser(Problems problems) {
    this.problems = problems;
  }

  /**
   * The release; component and version as the folder says where the file does not.
   *
   * @param folder of the component and version named
   * @param files all of the folder, without {@code component.yaml}
   */
  public static Release parse(
      YamlMap file,
      String folder,
      String component,
      String version,
      Map<String, ReleaseManifest.Entry> files,
      Problems problems) {
    return new ReleaseParser(problems).release(file, folder, component, version, files);
  }

  private Release release(
      YamlMap file,
      String folder,
      String component,
      String version,
      Map<String, ReleaseManifest.Entry> files) {
    Fields fields = Fields.of(file, "a release", problems, KEYS);
    fields.require("actions");
    sameAsFolder(fields, "component", component);
    sameAsFolder(fields, "version", version);
    return new Release(
        fields.place(),
        folder,
        component,
        version,
        fields.texts("upgrades-from"),
        group(fields, "stop-group"),
        group(fields, "start-group"),
        requirements(fields),
        fields.textMap("sha256"),
        fields.map("actions").map(this::actions).orElse(Map.of()),
        files);
  }

  private void sameAsFolder(Fields fields, String key, String expected) {
    Optional<Text> written = fields.required(key);
    if (written.isPresent() && !written.get().value().equals(expected)) {
      problems.error(
          "release-folder",
          written.get().place(),
          "'" + key + "' is '" + written.get() + "', but the folder is that of '" + expected + "'.",
          "");
    }
  }

  private Optional<Release.Group> group(Fields fields, String key) {
    Optional<Text> written = fields.written(key);
    Optional<Release.Group> group = written.flatMap(text -> group(text.value()));
    if (written.isPresent() && group.isEmpty()) {
      problems.error(
          "group",
          written.get().place(),
          "'" + key + "' is '" + written.get() + "'; expected BATCH or BATCH.GROUP, both from 1.",
          "");
    }
    return group;
  }

  private static Optional<Release.Group> group(String text) {
    Matcher written = GROUP.matcher(text);
    if (!written.matches()) {
      return Optional.empty();
    }
    int batch = Integer.parseInt(written.group(1));
    int group = written.group(2) == null ? 1 : Integer.parseInt(written.group(2));
    return batch < 1 || group < 1 ? Optional.empty() : Optional.of(new Release.Group(batch, group));
  }

  private List<Release.Requirement> requirements(Fields fields) {
    List<Release.Requirement> requirements = new ArrayList<>();
    Optional<YamlMap> map = fields.map("requires");
    fields
        .textMap("requires")
        .forEach(
            (component, constraint) -> {
              Text name = map.orElseThrow().entries().get(component).key();
              constraint(constraint)
                  .ifPresent(c -> requirements.add(new Release.Requirement(name, c)));
            });
    return requirements;
  }

  private Optional<VersionConstraint> constraint(Text text) {
    try {
      return Optional.of(VersionConstraint.parse(text.value()));
    } catch (IllegalArgumentException e) {
      problems.error("constraint", text.place(), e.getMessage(), "");
      return Optional.empty();
    }
  }

  private Map<String, Release.Action> actions(YamlMap map) {
    Map<String, Release.Action> actions = new LinkedHashMap<>();
    for (YamlMap.Entry entry : map.entries().values()) {
      Text name = entry.key();
      if (!(entry.value() instanceof YamlMap action)) {
        problems.error(
            "type",
            name.place(),
            "action '" + name + "' is " + entry.value().kind() + "; expected a map.",
            "");
      } else if (Names.action(name, problems)) {
        new ActionParser(name, action, problems)
            .parse()
            .ifPresent(parsed -> actions.put(name.value(), parsed));
      }
    }
    return actions;
  }
}
