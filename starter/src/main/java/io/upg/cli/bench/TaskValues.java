package io.upg.cli.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import io.upg.cli.DirectorySourceTree;
import io.upg.cli.UsageProblem;
import io.upg.plan.compile.ReleaseReader;
import io.upg.plan.input.Names;
import io.upg.plan.input.Release;
import io.upg.plan.json.CanonicalJson;
import io.upg.taskbench.BenchTask;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** What a task is told where no plan says it, or another than the plan says. */
public final class TaskValues {
  static final String DEFINITION = "component.yaml";

  /** The version before, where nobody says it. */
  static final String UNKNOWN = "unknown";

  private static final String VARS = "vars.";

  @Option(
      names = "--set",
      paramLabel = "K=V",
      description =
          "Parameter K is V (JSON, else text); vars.K: a variable of the host. Repeatable.")
  private List<String> assignments = List.of();

  @Option(
      names = "--host",
      paramLabel = "NAME",
      defaultValue = "localhost",
      description = "How the host is named, where no plan names it (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--from",
      paramLabel = "VERSION",
      description = "The version before it; else the last one that the release upgrades from.")
  private String from;

  String host() {
    if (!Names.isHost(host)) {
      throw new UsageProblem(
          "--host '%s': expected letters, digits, '-' and '.' (no '_').".formatted(host));
    }
    return host;
  }

  Optional<String> from() {
    return Optional.ofNullable(from);
  }

  /** A release by its folder. */
  static Release release(Path folder) {
    return ReleaseReader.read(new DirectorySourceTree(Path.of("")), folder.toString());
  }

  /** The host before the upgrade, as a release brings one for its checks. */
  static Optional<Path> sampleRoot(Path release) {
    return Optional.of(release.resolve(".check/root")).filter(Files::isDirectory);
  }

  BenchTask task(Release release, Release.Action action, Path folder) {
    String before =
        from()
            .or(() -> release.upgradesFrom().stream().reduce((a, b) -> b).map(t -> t.value()))
            .orElse(UNKNOWN);
    return BenchTask.of(release, action, before, host(), folder.toAbsolutePath());
  }

  /** As the assignments say. */
  BenchTask with(BenchTask task) {
    Map<String, Object> params = new TreeMap<>();
    Map<String, Object> vars = new TreeMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new UsageProblem("--set '%s': expected K=V.".formatted(assignment));
      }
      String name = assignment.substring(0, equals);
      Object value = value(assignment.substring(equals + 1));
      if (name.startsWith(VARS)) {
        vars.put(name.substring(VARS.length()), value);
      } else {
        params.put(name, value);
      }
    }
    return task.with(params, vars);
  }

  private static Object value(String text) {
    try {
      return CanonicalJson.read(text.getBytes(StandardCharsets.UTF_8), new TypeReference<>() {});
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
