package io.upg.bench;

import io.upg.bench.fleet.Behaviour;
import io.upg.bench.fleet.Fleet;
import io.upg.contract.CommandKind;
import io.upg.plan.hosts.HostRange;
import io.upg.plan.model.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A whole project of fifty tasks a host by the default logic book: every phase, to the end. */
final class WholeMeasurement implements Measurement {
  private static final int HOSTS = 10_000;
  private static final int QUICK_HOSTS = 100;
  private static final int TASKS = 50;
  private static final int COMMITS = 5;
  private static final Duration READY_LIMIT = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "whole";
  }

  @Override
  public void take(Bench bench) throws Exception {
    int hosts = bench.quick() ? QUICK_HOSTS : HOSTS;
    String name = Bench.unused("whole");
    String range = "%s-[%05d-%05d]".formatted(name, 1, hosts);
    bench.upg().store(BenchProject.fifty(name, range));
    try (Fleet fleet = bench.fleet(HostRange.expand(range), Behaviour.PROMPT)) {
      fleet.awaitPolling(READY_LIMIT);
      double seconds = everyPhase(bench.upg(), name, hosts);
      bench
          .report()
          .fact(
              "whole project, %,d hosts x %d tasks".formatted(hosts, TASKS),
              "%.1f s; %s".formatted(seconds, fleet.report().line()));
    }
  }

  /** To the end, with the irreversible phase, which runs only when it is named; in seconds. */
  static double everyPhase(Upg upg, String project, int hosts) {
    long start = System.nanoTime();
    run(upg, project, List.of());
    upg.require(
        project,
        Map.of(TaskState.DONE, hosts * (TASKS - COMMITS), TaskState.UNDO, hosts * COMMITS));
    run(upg, project, List.of("commit"));
    double seconds = (System.nanoTime() - start) / 1e9;
    upg.require(project, Map.of(TaskState.DONE, hosts * TASKS));
    return seconds;
  }

  private static void run(Upg upg, String project, List<String> phases) {
    int run = upg.command(project, Upg.request(CommandKind.RUN).phases(phases).build());
    upg.awaitEnd(project, run);
  }
}
