package io.upg.plan.cut;

import java.util.BitSet;
import java.util.function.IntPredicate;

/** Sets of task numbers. */
final class Numbers {
  private Numbers() {}

  static BitSet those(BitSet numbers, IntPredicate condition) {
    BitSet those = new BitSet();
    numbers.stream().filter(condition).forEach(those::set);
    return those;
  }

  static BitSet union(BitSet some, BitSet others) {
    BitSet union = (BitSet) some.clone();
    union.or(others);
    return union;
  }
}
