package io.upg.cli.bench;

import io.upg.cli.UsageProblem;
import io.upg.plan.input.Programs;
import io.upg.plan.model.HostSheet;
import io.upg.plan.model.Step;
import io.upg.plan.model.TaskSheet;
import io.upg.taskbench.BenchTask;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A script that is in no release. */
final class LooseScript {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(10);
  private static final int RETRIES = 3;
  private static final String TO = "next";
  private static final String ACTION = "script";

  private LooseScript() {}

  static BenchTask task(Path script, Optional<Path> rollback, TaskValues values)
      throws IOException {
    String host = values.host();
    Map<String, Path> files = new TreeMap<>();
    Step forward = step(script, files);
    Step backward = rollback.isPresent() ? step(rollback.get(), files) : new Step.Nothing();
    String name = script.getFileName().toString().replaceAll("\\.[^.]*$", "");
    String before = values.from().orElse(TaskValues.UNKNOWN);
    TaskSheet sheet =
        new TaskSheet(
            name,
            before,
            TO,
            ACTION,
            "bench",
            forward,
            backward,
            Map.of(),
            TIMEOUT,
            RETRIES,
            false,
            RETRY_DELAY,
            "",
            Map.of(),
            "");
    return new BenchTask(
        "bench",
        host + "_" + ACTION + "_" + name,
        host,
        1,
        1,
        sheet,
        new HostSheet(List.of(), Map.of(), Map.of()),
        List.of(Map.of("host", host, "version", before)),
        files);
  }

  static boolean is(BenchTask task) {
    return task.sheet().to().equals(TO) && task.sheet().action().equals(ACTION);
  }

  private static Step step(Path file, Map<String, Path> files) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UsageProblem("There is no file '%s'.".formatted(file));
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (!Programs.isProgram(in.readNBytes(Programs.HEAD))) {
        throw new UsageProblem(Programs.complaint(file.toString()));
      }
    }
    String name = file.getFileName().toString();
    files.put(name, file.toAbsolutePath());
    return new Step.Script(name, List.of(), Map.of());
  }
}
