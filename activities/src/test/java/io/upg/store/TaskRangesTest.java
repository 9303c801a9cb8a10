package io.upg.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TaskRangesTest {

  @Test
  void numbers_become_ranges_without_their_upper_ends() {
    assertThat(TaskRanges.text(BitSet.valueOf(new long[] {0b10001110}))).isEqualTo("{[1,4),[7,8)}");
    assertThat(TaskRanges.text(new BitSet())).isEqualTo("{}");
  }

  @Test
  void what_postgres_gives_back_is_what_was_written() {
    Random random = new Random(7);
    try (StoreHarness store = new StoreHarness()) {
      for (int round = 0; round < 50; round++) {
        BitSet numbers = new BitSet();
        random.ints(random.nextInt(40), 1, 60).forEach(numbers::set);
        String stored = store.value("select (?::int4multirange)::text", TaskRanges.text(numbers));

        assertThat(TaskRanges.parse(stored)).isEqualTo(numbers);
        assertThat(stored).isEqualTo(TaskRanges.text(numbers));
      }
    }
  }
}
