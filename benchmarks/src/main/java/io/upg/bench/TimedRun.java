package io.upg.bench;

import io.upg.bench.fleet.Fleet;
import io.upg.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One fan-out on a fleet that waits, with what it cost meanwhile: said at once, and returned. */
final class TimedRun {
  private TimedRun() {}

  /** Prepares it first, which is not measured. */
  static Timing prepared(Bench bench, FanOut fanOut, String name, List<String> hosts, Fleet fleet)
      throws Exception {
    fanOut.prepare(name, hosts);
    return of(bench, fanOut, name, hosts, fleet);
  }

  static Timing of(Bench bench, FanOut fanOut, String name, List<String> hosts, Fleet fleet)
      throws Exception {
    Deployment deployment = bench.deployment();
    Map<String, Double> cpu = CpuTimes.of(deployment.processes());
    long commits = commits(deployment, "upg");
    long serverCommits = commits(deployment, "temporal");
    long start = System.nanoTime();
    try (Curve answers = Curve.of(() -> fleet.report().answers())) {
      fanOut.run(name, hosts);
      Duration total = Duration.ofNanos(System.nanoTime() - start);
      Timing timing =
          new Timing(
              hosts.size(),
              total,
              fanOut.firstRow(),
              answers.reached(1),
              answers.reached(hosts.size() / 2),
              answers.reached(hosts.size()),
              CpuTimes.between(cpu, CpuTimes.of(deployment.processes())),
              fanOut.lost(name, hosts),
              commits(deployment, "upg") - commits,
              commits(deployment, "temporal") - serverCommits);
      bench.report().run(name, timing);
      return timing;
    }
  }

  /** PostgreSQL tells them with a delay of a second at the most. */
  private static long commits(Deployment deployment, String name) {
    Database database = deployment.database();
    return database.tx(
        tx ->
            tx.one(
                "select xact_commit from pg_stat_database where datname = ?",
                row -> row.getLong(1),
                name));
  }
}
