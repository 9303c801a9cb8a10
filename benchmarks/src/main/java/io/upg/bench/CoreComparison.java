package io.upg.bench;

import io.upg.bench.bare.BareLimits;
import io.upg.bench.bare.BareWorker;
import io.upg.bench.fleet.Behaviour;
import io.upg.bench.fleet.Fleet;
import io.upg.bench.fleet.FleetReport;
import io.upg.plan.hosts.HostRange;
import io.upg.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The same node task on every host, by upg and by plain workflows, in turns, on the same server,
 * with the same simulated hosts.
 */
final class CoreComparison {
  private static final Duration READY_LIMIT = Duration.ofMinutes(5);
  private static final int HOSTS_A_SECOND = 1_000;
  private static final long LOOK_MILLIS = 100;

  private final Deployment deployment;
  private final Path folder;
  private final BareLimits limits;
  private final Report report;
  private final String id = Long.toString(System.currentTimeMillis() / 1_000, 36);

  /**
   * @param folder for the projects' files
   * @param limits of the plain workflows
   */
  CoreComparison(Deployment deployment, Path folder, BareLimits limits, Report report) {
    this.deployment = deployment;
    this.folder = folder;
    this.limits = limits;
    this.report = report;
  }

  /**
   * @param size how many hosts
   * @param runs of each, after the cold one
   */
  void measure(int size, int runs) throws Exception {
    String range = "h%s-%d-[%05d-%05d]".formatted(id, size, 1, size);
    List<String> hosts = HostRange.expand(range);
    UpgFanOut upg = new UpgFanOut(deployment, folder, range);
    upg.prepare(name("cold", size, 0), hosts);
    Duration stagger = Duration.ofMillis(size * 1_000L / HOSTS_A_SECOND);
    try (BareWorker worker = BareWorker.start(deployment.client());
        Fleet fleet =
            Fleet.start(
                hosts, deployment.temporal(), Deployment.NAMESPACE, Behaviour.PROMPT, stagger)) {
      BareFanOut bare = new BareFanOut(worker, fleet, limits);
      report.add("upg, cold queues", List.of(measured(upg, name("cold", size, 0), hosts, fleet)));
      awaitReady(fleet);
      List<Timing> ofBare = new ArrayList<>();
      List<Timing> ofUpg = new ArrayList<>();
      for (int run = 1; run <= runs; run++) {
        ofBare.add(prepared(bare, name("bare", size, run), hosts, fleet));
        ofUpg.add(prepared(upg, name("upg", size, run), hosts, fleet));
      }
      report.add("bare SDK", ofBare);
      report.add("upg", ofUpg);
      requireHonest(fleet.report());
    }
  }

  private String name(String what, int size, int run) {
    return "%s-%s-%d-%d".formatted(what, id, size, run);
  }

  private static void awaitReady(Fleet fleet) throws InterruptedException {
    long limit = System.nanoTime() + READY_LIMIT.toNanos();
    while (fleet.report().polling() < fleet.reachable()) {
      if (System.nanoTime() > limit) {
        throw new IllegalStateException("Not all hosts poll: " + fleet.report().line());
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private Timing prepared(FanOut fanOut, String name, List<String> hosts, Fleet fleet)
      throws Exception {
    fanOut.prepare(name, hosts);
    return measured(fanOut, name, hosts, fleet);
  }

  private Timing measured(FanOut fanOut, String name, List<String> hosts, Fleet fleet)
      throws Exception {
    Map<String, Double> cpu = CpuTimes.of(deployment.processes());
    long commits = commits();
    long start = System.nanoTime();
    try (Curve answers = Curve.of(() -> fleet.report().answers())) {
      fanOut.run(name, hosts);
      Duration total = Duration.ofNanos(System.nanoTime() - start);
      Timing timing =
          new Timing(
              hosts.size(),
              total,
              answers.reached(1),
              answers.reached(hosts.size() / 2),
              answers.reached(hosts.size()),
              CpuTimes.between(cpu, CpuTimes.of(deployment.processes())),
              fanOut.lost(name, hosts),
              commits() - commits);
      report.run(name, timing);
      return timing;
    }
  }

  /** PostgreSQL tells them with a delay of a second at the most. */
  private long commits() {
    Database database = deployment.database();
    return database.tx(
        tx ->
            tx.one(
                "select xact_commit from pg_stat_database where datname = current_database()",
                row -> row.getLong(1)));
  }

  private static void requireHonest(FleetReport seen) {
    if (seen.violations() > 0) {
      throw new IllegalStateException("The fleet saw promises broken: " + seen.told());
    }
  }
}
