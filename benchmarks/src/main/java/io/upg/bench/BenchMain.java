package io.upg.bench;

import io.upg.bench.bare.BareLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The measurements of docs/performance.md: {@code scripts/bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures upg on a real Temporal server on PostgreSQL, on this machine.")
public final class BenchMain implements Callable<Integer> {
  private static final List<Integer> QUICK_SIZES = List.of(200);
  private static final int QUICK_RUNS = 2;

  @Option(
      names = "--folder",
      defaultValue = "${sys:upg.home}/.upg/bench",
      paramLabel = "D",
      description = "For the servers' data and logs; a used one goes on (default: .upg/bench).")
  private Path folder;

  @Option(
      names = "--tools",
      defaultValue = "${sys:upg.home}/.upg/tools",
      paramLabel = "D",
      description = "Where the Temporal server is built, once (default: .upg/tools).")
  private Path tools;

  @Option(
      names = "--hosts",
      split = ",",
      defaultValue = "200,1000,10000",
      description = "Sizes of fleets (default: ${DEFAULT-VALUE}).")
  private List<Integer> sizes;

  @Option(
      names = "--runs",
      defaultValue = "3",
      description = "Of each (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description =
          "Of: core, compile, record, command, idle, agent, mistake, ansible, mixed, whole (default: all).")
  private List<String> only = List.of();

  @Option(names = "--quick", description = "A small dose: 200 hosts, twice.")
  private boolean quick;

  @Option(
      names = "--bare-shard",
      defaultValue = "100",
      description = "Hosts in a shard of the bare fan-out (default: ${DEFAULT-VALUE}).")
  private int bareShard;

  @Option(
      names = "--bare-window",
      defaultValue = "10",
      description = "Its node tasks in flight in a shard (default: ${DEFAULT-VALUE}).")
  private int bareWindow;

  private BenchMain() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchMain()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path home = Path.of(System.getProperty("upg.home", ""));
    Machine.facts().forEach(System.out::println);
    Report report = new Report(System.out);
    int failed = 0;
    BareLimits limits = new BareLimits(bareShard, bareWindow, BareLimits.BEST.seconds());
    try (Deployment deployment = Deployment.start(home, folder, tools)) {
      Path projects = Files.createDirectories(folder.resolve("projects"));
      Upg upg = new Upg(deployment, projects);
      Bench bench =
          new Bench(home, projects, deployment, upg, report, quick, quick ? QUICK_RUNS : runs);
      for (Measurement measurement : wanted(limits)) {
        failed += take(measurement, bench) ? 0 : 1;
      }
    } finally {
      report.print();
    }
    return failed == 0 ? 0 : 1;
  }

  /** One that fails does not keep the others from being taken. */
  private static boolean take(Measurement measurement, Bench bench) {
    try {
      measurement.take(bench);
      return true;
    } catch (Exception e) {
      bench.report().fact(measurement.name(), "FAILED: " + e.getMessage());
      return false;
    }
  }

  private List<Measurement> wanted(BareLimits limits) {
    List<Measurement> all =
        List.of(
            new CoreComparison(quick ? QUICK_SIZES : sizes, limits),
            new CompileMeasurement(),
            new RecordMeasurement(),
            new CommandMeasurement(),
            new IdleMeasurement(),
            new AgentMeasurement(),
            new MistakeMeasurement(),
            new AnsibleMeasurement(),
            new MixedMeasurement(),
            new WholeMeasurement());
    List<String> names = all.stream().map(Measurement::name).toList();
    if (!names.containsAll(only)) {
      throw new CommandLine.ParameterException(
          new CommandLine(this), "--only knows %s, not %s".formatted(names, only));
    }
    return all.stream().filter(one -> only.isEmpty() || only.contains(one.name())).toList();
  }
}
