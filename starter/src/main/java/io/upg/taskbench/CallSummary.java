package io.upg.taskbench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All calls of one name.
 *
 * @param failed how many of them did not go well
 * @param ms all together
 * @param share of the time that the task took, 0 to 1
 */
public record CallSummary(
    String name,
    boolean external,
    int count,
    int failed,
    double ms,
    double p50,
    double p95,
    double max,
    double share) {

  /** One a name; what took longest comes first. */
  public static List<CallSummary> of(List<Call> calls, double taskMs) {
    Map<String, List<Call>> byName = new LinkedHashMap<>();
    for (Call call : calls) {
      byName.computeIfAbsent(call.external() + call.name(), n -> new ArrayList<>()).add(call);
    }
    return byName.values().stream()
        .map(same -> summary(same, taskMs))
        .sorted(Comparator.comparingDouble(CallSummary::ms).reversed())
        .toList();
  }

  private static CallSummary summary(List<Call> same, double taskMs) {
    List<Double> times = same.stream().map(Call::ms).sorted().toList();
    double all = times.stream().mapToDouble(Double::doubleValue).sum();
    return new CallSummary(
        same.get(0).name(),
        same.get(0).external(),
        same.size(),
        (int) same.stream().filter(call -> !call.ok()).count(),
        all,
        percentile(times, 0.5),
        percentile(times, 0.95),
        times.get(times.size() - 1),
        taskMs > 0 ? Math.min(1, all / taskMs) : 0);
  }

  private static double percentile(List<Double> sorted, double part) {
    return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }
}
