package io.upg.plan.input;

import io.upg.plan.VersionConstraint;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.model.Step;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.problem.Place;
import io.upg.plan.yaml.Text;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A release folder: its {@code component.yaml} as written, and the files beside it.
 *
 * @param folder its path in the source tree
 * @param upgradesFrom empty means any older version
 * @param pins file → SHA-256 that the file must have
 * @param files everything in the folder but {@code component.yaml}
 */
public record Release(
    Place place,
    String folder,
    String component,
    String version,
    List<Text> upgradesFrom,
    Optional<Group> stopGroup,
    Optional<Group> startGroup,
    List<Requirement> requires,
    Map<String, Text> pins,
    Map<String, Action> actions,
    Map<String, ReleaseManifest.Entry> files) {

  /** A place in the order of stop or start: a batch, and a serial group inside its node tasks. */
  public record Group(int batch, int group) implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      int order = Integer.compare(batch, other.batch);
      return order != 0 ? order : Integer.compare(group, other.group);
    }
  }

  public record Requirement(Text component, VersionConstraint version) {}

  /**
   * One action.
   *
   * @param leader where a {@code once} action runs, or empty for the first host
   */
  public record Action(
      Text name,
      Step forward,
      Step backward,
      Map<String, Object> params,
      Duration timeout,
      int retries,
      boolean retryFailures,
      Duration retryDelay,
      boolean once,
      Optional<Text> leader) {

    /** Whether there is a way back. */
    public boolean reversible() {
      return !(backward instanceof Step.Impossible);
    }
  }

  public Release {
    upgradesFrom = List.copyOf(upgradesFrom);
    requires = List.copyOf(requires);
    pins = Collections.unmodifiableMap(new LinkedHashMap<>(pins));
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    actions = Collections.unmodifiableMap(new LinkedHashMap<>(actions));
  }

  /** What an action of a phase is here; {@code distribute} need not be written. */
  public Optional<Action> action(String name) {
    Action written = actions.get(name);
    return written == null && name.equals(Builtins.DISTRIBUTE)
        ? Optional.of(ActionParser.distribute(place))
        : Optional.ofNullable(written);
  }

  /** The file of this release that a parameter names; empty where only a host knows it. */
  public Optional<String> file(Action action, String parameter) {
    return Optional.ofNullable(action.params().get(parameter))
        .filter(String.class::isInstance)
        .map(written -> written.toString().replace("${to}", version))
        .map(written -> written.replace("${component}", component))
        .filter(file -> !file.contains("${"));
  }

  /** The file whose references the action fills in, where it is one that does. */
  Optional<String> template(Action action) {
    return Step.own(action.forward()) instanceof Step.Builtin builtin
            && Builtins.fileParameters(builtin.use()).contains(Builtins.templateParameter())
        ? file(action, Builtins.templateParameter())
        : Optional.empty();
  }

  public ReleaseManifest manifest() {
    return new ReleaseManifest(component, version, files);
  }

  /**
   * The content of a task that performs an action of this release.
   *
   * @param manifest digest of the release's {@link #manifest}
   * @param peers digest of the component's peers
   */
  public TaskSheet sheet(Action action, String from, String phase, String manifest, String peers) {
    return new TaskSheet(
        component,
        from,
        version,
        action.name().value(),
        phase,
        action.forward(),
        action.backward(),
        action.params(),
        action.timeout(),
        action.retries(),
        action.retryFailures(),
        action.retryDelay(),
        manifest,
        Map.of(),
        peers);
  }

  /** {@code keystone 2025.1}. */
  public String title() {
    return component + " " + version;
  }
}
