package io.upg.taskbench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All calls of one name. Of those that a script summed up, each counts as their mean.
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
    List<Call> sorted =
        same.stream().sorted(Comparator.comparingDouble(CallSummary::mean)).toList();
    int count = same.stream().mapToInt(Call::count).sum();
    double all = same.stream().mapToDouble(Call::ms).sum();
    return new CallSummary(
        same.get(0).name(),
        same.get(0).external(),
        count,
        same.stream().filter(call -> !call.ok()).mapToInt(Call::count).sum(),
        all,
        percentile(sorted, count, 0.5),
        percentile(sorted, count, 0.95),
        percentile(sorted, count, 1),
        taskMs > 0 ? Math.min(1, all / taskMs) : 0);
  }

  /** What a part of the calls, 0 to 1, does not exceed. */
  private static double percentile(List<Call> sorted, int count, double part) {
    int left = (int) Math.ceil(part * count);
    for (Call call : sorted) {
      left -= call.count();
      if (left <= 0) {
        return mean(call);
      }
    }
    throw new IllegalArgumentException("no calls");
  }

  private static double mean(Call call) {
    return call.ms() / call.count();
  }
}
