package io.upg.bench.fleet;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What happens in a fleet, counted as it happens. Thread-safe. */
final class FleetCounts {
  private static final int VIOLATIONS_TOLD = 20;

  final LongAdder polling = new LongAdder();
  final LongAdder deliveries = new LongAdder();
  final LongAdder redeliveries = new LongAdder();
  final LongAdder lost = new LongAdder();
  final LongAdder refusedOrders = new LongAdder();
  final LongAdder nodeTasks = new LongAdder();
  final LongAdder tasks = new LongAdder();
  final LongAdder answers = new LongAdder();
  final LongAdder lateAnswers = new LongAdder();
  final LongAdder repeatedCalls = new LongAdder();
  final LongAdder heartbeats = new LongAdder();
  final LongAdder exhausted = new LongAdder();
  final LongAdder expiredPolls = new LongAdder();
  final LongAdder brokenPolls = new LongAdder();
  private final LongAdder violations = new LongAdder();
  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  void violated(List<String> sentences) {
    violations.add(sentences.size());
    sentences.stream().limit(Math.max(0, VIOLATIONS_TOLD - told.size())).forEach(told::add);
  }

  FleetReport report(int hosts) {
    return new FleetReport(
        hosts,
        polling.sum(),
        deliveries.sum(),
        redeliveries.sum(),
        lost.sum(),
        refusedOrders.sum(),
        nodeTasks.sum(),
        tasks.sum(),
        answers.sum(),
        lateAnswers.sum(),
        repeatedCalls.sum(),
        heartbeats.sum(),
        exhausted.sum(),
        expiredPolls.sum(),
        brokenPolls.sum(),
        violations.sum(),
        List.copyOf(told));
  }
}
