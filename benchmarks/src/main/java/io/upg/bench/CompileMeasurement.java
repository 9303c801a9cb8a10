package io.upg.bench;

import io.upg.plan.compile.Compiled;
import io.upg.store.Database;
import io.upg.store.PlanStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compiles projects of 50 tasks a host: time, memory, and what the stored plan weighs. */
final class CompileMeasurement implements Measurement {
  private static final List<Integer> HOSTS = List.of(100, 1_000, 10_000, 100_000);
  private static final int QUICK_HOSTS = 100;

  /** Above it one JVM would need more than a GB, and the time to store says nothing new. */
  private static final int STORED_HOSTS = 10_000;

  private record Compilation(long tasks, double seconds, double megabytes, long documents) {}

  @Override
  public String name() {
    return "compile";
  }

  @Override
  public void take(Bench bench) throws Exception {
    for (int hosts : HOSTS) {
      if (!bench.quick() || hosts <= QUICK_HOSTS) {
        take(bench, hosts);
      }
    }
  }

  private static void take(Bench bench, int hosts) throws Exception {
    String range = "cn-[%06d-%06d]".formatted(1, hosts);
    List<Compilation> runs = new ArrayList<>();
    for (int run = 0; run < bench.runs(); run++) {
      runs.add(compile(bench.folder().resolve("compile-" + hosts), range, hosts));
    }
    bench
        .report()
        .fact(
            "compile %,d tasks".formatted(runs.get(0).tasks()),
            "%s, peak RSS %.0f MB, %,d bytes of sheets"
                .formatted(
                    Median.told(runs.stream().map(Compilation::seconds).toList()),
                    Median.of(runs.stream().map(Compilation::megabytes).toList()),
                    runs.get(0).documents()));
    if (hosts <= STORED_HOSTS) {
      store(bench, range);
    }
  }

  private static Compilation compile(Path folder, String range, int hosts) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What ./upg gives this command; the heap is the bound that is claimed.
    command.add("-XX:+UseSerialGC");
    command.add(hosts <= STORED_HOSTS ? "-Xmx1g" : "-Xmx12g");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(CompileProbe.class.getName(), range, folder.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    long[] numbers = Arrays.stream(output.split(" ")).mapToLong(Long::parseLong).toArray();
    return new Compilation(numbers[0], numbers[1] / 1_000.0, numbers[2] / 1_024.0, numbers[3]);
  }

  private static void store(Bench bench, String range) throws IOException {
    Database database = bench.deployment().database();
    BenchProject project = BenchProject.fifty(Bench.unused("stored"), range);
    Compiled compiled = project.compile(bench.folder().resolve(project.name()));
    long before = bytes(database);
    long start = System.nanoTime();
    new PlanStore(database).save(compiled, "bench");
    double seconds = (System.nanoTime() - start) / 1e9;
    bench
        .report()
        .fact(
            "store %,d tasks".formatted(compiled.plan().tasks().size()),
            "%.2f s, %,d bytes in PostgreSQL".formatted(seconds, bytes(database) - before));
  }

  private static long bytes(Database database) {
    return database.tx(
        tx -> tx.one("select pg_database_size(current_database())", row -> row.getLong(1)));
  }
}
