package io.upg.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real agent as a process of its own: until the server knows its poll, and what it weighs. */
final class AgentMeasurement implements Measurement {
  private static final Duration SETTLED = Duration.ofSeconds(30);
  private static final Duration QUICK = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "agent";
  }

  @Override
  public void take(Bench bench) throws Exception {
    List<Double> seconds = new ArrayList<>();
    List<Double> megabytes = new ArrayList<>();
    for (int run = 0; run < bench.runs(); run++) {
      String host = Bench.unused("agent");
      long start = System.nanoTime();
      try (RealAgent agent = RealAgent.start(bench, host)) {
        agent.awaitPoll();
        seconds.add((System.nanoTime() - start) / 1e9);
        Thread.sleep((bench.quick() ? QUICK : SETTLED).toMillis());
        megabytes.add((double) agent.residentMegabytes());
      }
    }
    bench
        .report()
        .fact(
            "a real agent",
            "polls %.1f s after its start, %.0f MB resident when idle"
                .formatted(Median.of(seconds), Median.of(megabytes)));
  }
}
