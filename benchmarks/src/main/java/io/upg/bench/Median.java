package io.upg.bench;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The value in the middle. */
final class Median {
  private Median() {}

  /** Of an even number of values: the mean of the two in the middle. */
  static double of(Collection<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** "9.40 s (8.40, 9.40, 12.50)": the median, and what it is the median of, ascending. */
  static String told(Collection<Double> seconds) {
    return "%.2f s (%s)"
        .formatted(
            of(seconds),
            seconds.stream().sorted().map("%.2f"::formatted).collect(Collectors.joining(", ")));
  }

  /** The value that a part of all values, 0 to 1, does not exceed. */
  static double percentile(Collection<Double> values, double part) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }
}
