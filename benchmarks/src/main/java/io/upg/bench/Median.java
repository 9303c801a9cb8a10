package io.upg.bench;

import java.util.Collection;
import java.util.List;

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

  /** The value that a part of all values, 0 to 1, does not exceed. */
  static double percentile(Collection<Double> values, double part) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }
}
