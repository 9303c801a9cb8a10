package io.upg.plan.cut;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tasks a selection is about.
 *
 * @param numbers their numbers in the plan
 * @param unknown one sentence for every name that the plan does not know
 */
public record SelectionMatch(BitSet numbers, List<String> unknown) {
  public SelectionMatch {
    numbers = (BitSet) numbers.clone();
    unknown = List.copyOf(unknown);
  }

  @Override
  public BitSet numbers() {
    return (BitSet) numbers.clone();
  }

  /** What both are about. */
  public SelectionMatch and(SelectionMatch other) {
    BitSet both = numbers();
    both.and(other.numbers);
    List<String> sentences = new ArrayList<>();
    Stream.concat(unknown.stream(), other.unknown.stream()).distinct().forEach(sentences::add);
    return new SelectionMatch(both, sentences);
  }
}
