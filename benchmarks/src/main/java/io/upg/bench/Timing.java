package io.upg.bench;

import java.time.Duration;
import java.util.Map;

/**
 * One fan-out, measured.
 *
 * @param total from the command until the last result is where it belongs: for upg in PostgreSQL
 * @param row until `upg status` showed a task that was not as before
 * @param first until the first host had answered
 * @param half until half of them had
 * @param last until all had
 * @param cpu seconds of processor time, by process
 * @param lost deliveries that no host saw
 * @param commits transactions of upg's own database
 * @param serverCommits transactions of Temporal's database
 */
record Timing(
    int hosts,
    Duration total,
    Duration row,
    Duration first,
    Duration half,
    Duration last,
    Map<String, Double> cpu,
    long lost,
    long commits,
    long serverCommits) {

  double rate() {
    return hosts / seconds(total);
  }

  /** Milliseconds of processor time for one host, all processes together. */
  double cpuMillis() {
    return cpu.values().stream().mapToDouble(Double::doubleValue).sum() * 1_000 / hosts;
  }

  /** Transactions of Temporal's database for one host. */
  double serverCommitsAHost() {
    return (double) serverCommits / hosts;
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
