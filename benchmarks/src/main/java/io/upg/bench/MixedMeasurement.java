package io.upg.bench;

import io.upg.bench.fleet.Behaviour;
import io.upg.bench.fleet.Fleet;
import io.upg.plan.hosts.HostRange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A few real agents among simulated hosts, through every phase: so that the agent's own code, with
 * artifacts, scripts and journal, is in the path. Every script must have run exactly once.
 */
final class MixedMeasurement implements Measurement {
  private static final int HOSTS = 1_000;
  private static final int QUICK_HOSTS = 50;
  private static final int REAL = 3;
  private static final Duration READY_LIMIT = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "mixed";
  }

  @Override
  public void take(Bench bench) throws Exception {
    int hosts = bench.quick() ? QUICK_HOSTS : HOSTS;
    String name = Bench.unused("mixed");
    String range = "%s-[%04d-%04d]".formatted(name, 1, hosts);
    List<String> names = HostRange.expand(range);
    bench.upg().publish(BenchProject.fifty(name, range));
    List<RealAgent> agents = new ArrayList<>();
    try (Fleet fleet = bench.fleet(names.subList(REAL, hosts), Behaviour.PROMPT)) {
      for (String host : names.subList(0, REAL)) {
        agents.add(RealAgent.start(bench, host));
      }
      fleet.awaitPolling(READY_LIMIT);
      for (RealAgent agent : agents) {
        agent.awaitPoll();
      }
      double seconds = WholeMeasurement.everyPhase(bench.upg(), name, hosts);
      requireEachOnce(agents);
      bench
          .report()
          .fact(
              "%,d hosts, %d of them real agents".formatted(hosts, REAL),
              "%.1f s; each script of the real ones ran once; an agent has %d MB then"
                  .formatted(seconds, agents.get(0).residentMegabytes()));
    } finally {
      for (RealAgent agent : agents) {
        agent.close();
      }
    }
  }

  private static void requireEachOnce(List<RealAgent> agents) throws IOException {
    for (RealAgent agent : agents) {
      List<String> noted = agent.noted();
      if (noted.size() != BenchProject.SCRIPTS || new HashSet<>(noted).size() != noted.size()) {
        throw new IllegalStateException(
            "Expected %d scripts to have run once each, but: %s"
                .formatted(BenchProject.SCRIPTS, noted));
      }
    }
  }
}
