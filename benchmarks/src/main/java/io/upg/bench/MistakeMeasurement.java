package io.upg.bench;

import io.upg.plan.json.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long the writer of a script waits until he sees his mistake: the sample's keystone, whose
 * {@code convert} does not know a setting, on one host. By its phase: compile, and run until
 * convert fails; servers and agent are there. On the bench: the task alone.
 */
final class MistakeMeasurement implements Measurement {
  private static final double FACTOR = 4;
  private static final int WAITS = 1;
  private static final long LIMIT_MINUTES = 5;
  private static final String RIGHT = "\"DEFAULT.bind_port\": (";
  private static final String WRONG = "\"DEFAULT.bind_prt\": (";
  private static final String SEEN = "DEFAULT.bind_port";

  @Override
  public String name() {
    return "mistake";
  }

  @Override
  public void take(Bench bench) throws Exception {
    List<Double> compile = new ArrayList<>();
    List<Double> phase = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    for (int run = 0; run < bench.runs(); run++) {
      String host = Bench.unused("mistake");
      Path root = RealAgent.root(bench, host);
      Path project = write(bench, host);
      provision(bench, host, root);
      call(bench, 0, "cp", "-a", root.toString(), root + "-alone");
      try (RealAgent agent = RealAgent.start(bench, host, "--sandbox")) {
        agent.awaitPoll();
        compile.add(upg(bench, 0, "compile", project.toString()));
        phase.add(upg(bench, WAITS, "run", host));
      }
      String release = project.resolveSibling("releases/keystone/2025.1").toString();
      alone.add(task(bench, release, root + "-alone"));
    }
    report(bench, Median.of(compile), Median.of(phase), Median.of(alone));
  }

  private static void report(Bench bench, double compile, double phase, double alone) {
    double factor = (compile + phase) / alone;
    bench
        .report()
        .fact(
            "a mistake in convert is seen",
            "by its phase after %.1f s (compile %.1f, run %.1f), on the bench after %.1f s: %.1f times as fast"
                .formatted(compile + phase, compile, phase, alone, factor));
    if (factor < FACTOR) {
      throw new IllegalStateException(
          "The bench is only %.1f times as fast as the phase; expected %.0f"
              .formatted(factor, FACTOR));
    }
  }

  /** The project, with a release that is wrong in one word. */
  private static Path write(Bench bench, String host) throws Exception {
    Path folder = Files.createDirectories(bench.folder().resolve(host + "-project"));
    Path sample = bench.home().resolve("examples/sample-cloud/releases");
    call(bench, 0, "cp", "-a", sample.toString(), folder.resolve("releases").toString());
    Path script = folder.resolve("releases/keystone/2025.1/convert.py");
    String text = Files.readString(script);
    if (!text.contains(RIGHT)) {
      throw new IllegalStateException(script + " does not hold " + RIGHT);
    }
    Files.writeString(script, text.replace(RIGHT, WRONG));
    Files.writeString(
        folder.resolve("inventory.yaml"),
        """
        hosts: [{name: %s, roles: [controller], labels: {database: primary}}]
        instances: [{component: keystone, on: all, version: "2024.1"}]
        """
            .formatted(host));
    Path project = folder.resolve("project.yaml");
    Files.writeString(
        project,
        """
        project: %s
        inventory: inventory.yaml
        releases: releases/
        targets: [{component: keystone, version: "2025.1"}]
        """
            .formatted(host));
    return project;
  }

  private static void provision(Bench bench, String host, Path root) throws Exception {
    Map<String, Object> facts =
        Map.of(
            "host",
            host,
            "roles",
            List.of("controller"),
            "labels",
            Map.of("database", "primary"),
            "vars",
            Map.of(),
            "instances",
            List.of(Map.of("component", "keystone", "name", "", "version", "2024.1")));
    Path file = bench.folder().resolve(host + ".json");
    Files.write(file, CanonicalJson.bytes(facts));
    Files.createDirectories(root);
    call(
        bench,
        0,
        "env",
        "UPG_ROOT=" + root,
        "UPG_HOST_FILE=" + file,
        bench.home().resolve("examples/sample-cloud/provision.py").toString());
  }

  private static double task(Bench bench, String release, String root) throws Exception {
    String upg = bench.home().resolve("upg").toString();
    long start = System.nanoTime();
    String said = call(bench, WAITS, upg, "task", "run", release, "convert", "--host-root", root);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (!said.contains(SEEN)) {
      throw new IllegalStateException("The bench does not show the mistake: " + said);
    }
    return seconds;
  }

  private static double upg(Bench bench, int expected, String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(bench.home().resolve("upg").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("--temporal", bench.deployment().temporal()));
    command.addAll(List.of("--jdbc", bench.deployment().jdbc()));
    command.addAll(List.of("--artifacts", bench.deployment().artifacts()));
    long start = System.nanoTime();
    String said = call(bench, expected, command.toArray(String[]::new));
    double seconds = (System.nanoTime() - start) / 1e9;
    if (expected == WAITS && !said.contains(SEEN)) {
      throw new IllegalStateException("The phase does not show the mistake: " + said);
    }
    return seconds;
  }

  /** What it says. */
  private static String call(Bench bench, int expected, String... command) throws Exception {
    Path log = Files.createTempFile(bench.folder(), "call", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != expected) {
        throw new IOException(
            "%s did not end with %d, see %s".formatted(String.join(" ", command), expected, log));
      }
      String said = Files.readString(log, StandardCharsets.UTF_8);
      Files.delete(log);
      return said;
    } finally {
      process.destroy();
    }
  }
}
