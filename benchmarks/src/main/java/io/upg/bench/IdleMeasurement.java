package io.upg.bench;

import io.upg.bench.fleet.Behaviour;
import io.upg.bench.fleet.Fleet;
import io.upg.plan.hosts.HostRange;
import java.time.Duration;
import java.util.Map;

/** What waiting agents cost the servers: nothing is given to them. */
final class IdleMeasurement implements Measurement {
  private static final int HOSTS = 10_000;
  private static final int QUICK_HOSTS = 200;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Longer than a long poll, so that every host comes again. */
  private static final Duration LOOKED_AT = Duration.ofSeconds(120);

  private static final Duration QUICK_LOOK = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public void take(Bench bench) throws Exception {
    int hosts = bench.quick() ? QUICK_HOSTS : HOSTS;
    Duration time = bench.quick() ? QUICK_LOOK : LOOKED_AT;
    String range = "%s-[%05d-%05d]".formatted(Bench.unused("idle"), 1, hosts);
    try (Fleet fleet = bench.fleet(HostRange.expand(range), Behaviour.PROMPT)) {
      fleet.awaitPolling(LIMIT);
      Map<String, Long> processes = bench.deployment().processes();
      Map<String, Double> before = CpuTimes.of(processes);
      Thread.sleep(time.toMillis());
      Map<String, Double> used = CpuTimes.between(before, CpuTimes.of(processes));
      bench
          .report()
          .fact(
              "%,d waiting agents".formatted(hosts),
              "Temporal %.0f %% of a core and %,d MB, PostgreSQL %.0f %%, the fleet %.0f %%"
                  .formatted(
                      percent(used.get("temporal"), time),
                      Machine.residentMegabytes(processes.get("temporal")),
                      percent(used.get("postgres"), time),
                      percent(used.get("bench"), time)));
    }
  }

  private static double percent(double seconds, Duration time) {
    return 100 * seconds / Timing.seconds(time);
  }
}
