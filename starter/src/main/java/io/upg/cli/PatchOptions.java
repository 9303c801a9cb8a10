package io.upg.cli;

import io.upg.plan.patch.Change;
import io.upg.plan.patch.Patch;
import io.upg.plan.patch.Place;
import io.upg.plan.problem.Problem;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Durations;
import io.upg.plan.yaml.Json;
import io.upg.plan.yaml.YamlMap;
import io.upg.plan.yaml.YamlReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What a patch changes, as it is typed. */
final class PatchOptions {
  @Option(
      names = "--script",
      paramLabel = "NAME",
      description = "The file of the release to replace: a script, a rollback or any other one.")
  private String script;

  @Option(names = "--file", paramLabel = "F", description = "The new file, as it lies here.")
  private Path file;

  @Option(names = "--action", paramLabel = "A", description = "Only the tasks of this action.")
  private String action;

  @Option(
      names = "--with",
      paramLabel = "KEY=VALUE",
      description = "Give a parameter of the action another value, as YAML.")
  private List<String> with = List.of();

  @Option(names = "--timeout", paramLabel = "T", description = "Another timeout: 90s, 10m.")
  private String timeout;

  @Option(
      names = "--use-script",
      paramLabel = "NAME",
      description = "Run this script instead of the action's script or built-in.")
  private String instead;

  @Option(
      names = "--before",
      paramLabel = "NAME",
      description = "Run this script first; where it fails, the task does not begin.")
  private String before;

  @Option(
      names = "--after",
      paramLabel = "NAME",
      description = "Run this script behind the task, where that succeeded.")
  private String after;

  @Option(
      names = "--rollback",
      paramLabel = "NAME",
      description = "What takes that script, or else the task, back: a script, or none.")
  private String rollback;

  @Option(
      names = "--rollback-file",
      paramLabel = "F",
      description = "The file of --rollback, where the release has none of that name.")
  private Path rollbackFile;

  private final List<String> problems = new ArrayList<>();

  /**
   * @throws UsageProblem with everything that cannot be
   */
  Patch patch(String component) {
    List<String> scripts =
        Stream.of(script, instead, before, after).filter(s -> s != null).toList();
    if (scripts.size() > 1) {
      problems.add("Say one of --script, --use-script, --before and --after, not several.");
    }
    if (file != null && scripts.isEmpty()) {
      problems.add("--file does not say which file it is: --script NAME --file F.");
    }
    Map<String, Object> params = params();
    Duration limit = limit();
    String sha256 = digest(file);
    String rollbackSha256 = digest(rollbackFile);
    if (!problems.isEmpty()) {
      throw new UsageProblem(String.join("\n", problems));
    }
    Change change = new Change(action, params, limit, place(), rollback, rollbackSha256);
    String name = scripts.isEmpty() ? null : scripts.get(0);
    return new Patch(component, name, sha256, change.equals(Change.NONE) ? null : change);
  }

  /** SHA-256 → file, of what the patch brings. */
  Map<String, Path> files(Patch patch) {
    Map<String, Path> files = new TreeMap<>();
    if (file != null) {
      files.put(patch.sha256(), file);
    }
    if (rollbackFile != null) {
      files.put(patch.change().rollbackSha256(), rollbackFile);
    }
    return files;
  }

  boolean given() {
    return Stream.of(script, file, action, timeout, instead, before, after, rollback, rollbackFile)
            .anyMatch(option -> option != null)
        || !with.isEmpty();
  }

  private Place place() {
    if (instead != null) {
      return Place.INSTEAD;
    }
    if (before != null) {
      return Place.BEFORE;
    }
    return after == null ? null : Place.AFTER;
  }

  private String digest(Path path) {
    if (path == null) {
      return null;
    }
    try {
      return LocalFile.sha256(path);
    } catch (UsageProblem e) {
      problems.add(e.getMessage());
      return null;
    }
  }

  private Duration limit() {
    if (timeout == null) {
      return null;
    }
    Duration limit = Durations.parse(timeout).orElse(Duration.ZERO);
    if (limit.isZero()) {
      problems.add("--timeout '" + timeout + "' is no duration; expected such as 90s or 10m.");
    }
    return limit;
  }

  private Map<String, Object> params() {
    Map<String, Object> params = new TreeMap<>();
    for (String parameter : with) {
      int equals = parameter.indexOf('=');
      if (equals < 1) {
        problems.add("--with '" + parameter + "' is not KEY=VALUE.");
      } else {
        value(parameter.substring(equals + 1), parameter)
            .ifPresent(value -> params.put(parameter.substring(0, equals), value));
      }
    }
    return params;
  }

  /** The value as a release would have it: {@code 3} is a number, {@code "3"} a text. */
  private Optional<Object> value(String yaml, String parameter) {
    Problems found = new Problems();
    Map<String, Object> value =
        YamlReader.read("--with", "value: " + yaml, found)
            .map(map -> Json.map((YamlMap) map, found))
            .orElse(Map.of());
    found.errors().stream()
        .map(Problem::message)
        .forEach(message -> problems.add("--with '" + parameter + "': " + message));
    return Optional.ofNullable(value.get("value"));
  }
}
