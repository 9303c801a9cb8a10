package io.upg.bench;

import io.upg.bench.bare.BareLimits;
import io.upg.bench.bare.BareWorker;
import io.upg.bench.fleet.Behaviour;
import io.upg.bench.fleet.Fleet;
import io.upg.bench.fleet.FleetReport;
import io.upg.plan.hosts.HostRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The same node task on every host, by upg and by plain workflows, in turns, on the same server,
 * with the same simulated hosts.
 */
final class CoreComparison implements Measurement {
  private static final Duration READY_LIMIT = Duration.ofMinutes(5);

  private final List<Integer> sizes;
  private final BareLimits limits;
  private final String id = Long.toString(System.currentTimeMillis() / 1_000, 36);

  /**
   * @param sizes of fleets
   * @param limits of the plain workflows
   */
  CoreComparison(List<Integer> sizes, BareLimits limits) {
    this.sizes = sizes;
    this.limits = limits;
  }

  @Override
  public String name() {
    return "core";
  }

  @Override
  public void take(Bench bench) throws Exception {
    for (int size : sizes) {
      take(bench, size);
    }
  }

  private void take(Bench bench, int size) throws Exception {
    Deployment deployment = bench.deployment();
    Report report = bench.report();
    String range = "h%s-%d-[%05d-%05d]".formatted(id, size, 1, size);
    List<String> hosts = HostRange.expand(range);
    UpgFanOut product = new UpgFanOut(deployment, bench.upg(), range);
    product.prepare(name("cold", size, 0), hosts);
    try (BareWorker worker = BareWorker.start(deployment.client());
        Fleet fleet = bench.fleet(hosts, Behaviour.PROMPT)) {
      BareFanOut bare = new BareFanOut(worker, fleet, limits);
      report.add(
          "upg, cold queues",
          List.of(TimedRun.of(bench, product, name("cold", size, 0), hosts, fleet)));
      fleet.awaitPolling(READY_LIMIT);
      List<Timing> ofBare = new ArrayList<>();
      List<Timing> ofUpg = new ArrayList<>();
      for (int run = 1; run <= bench.runs(); run++) {
        ofBare.add(TimedRun.prepared(bench, bare, name("bare", size, run), hosts, fleet));
        ofUpg.add(TimedRun.prepared(bench, product, name("upg", size, run), hosts, fleet));
      }
      report.add("bare SDK", ofBare);
      report.add("upg", ofUpg);
      requireHonest(fleet.report());
    }
  }

  private String name(String what, int size, int run) {
    return "%s-%s-%d-%d".formatted(what, id, size, run);
  }

  private static void requireHonest(FleetReport seen) {
    if (seen.violations() > 0) {
      throw new IllegalStateException("The fleet saw promises broken: " + seen.told());
    }
  }
}
