package io.upg.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

  @Test
  void digit_runs_compare_as_numbers_whatever_their_length() {
    assertThat(sorted("cn-10", "cn-9", "cn-2", "ctrl-1", "cn-1"))
        .containsExactly("cn-1", "cn-2", "cn-9", "cn-10", "ctrl-1");
    assertThat(sorted("a99999999999999999999999", "a100000000000000000000000", "a3"))
        .containsExactly("a3", "a99999999999999999999999", "a100000000000000000000000");
  }

  @Test
  void a_prefix_comes_first_and_leading_zeros_decide_last() {
    assertThat(sorted("cn-1a", "cn-01", "cn-1", "cn", "cn-001b"))
        .containsExactly("cn", "cn-01", "cn-1", "cn-1a", "cn-001b");
  }

  @Test
  void it_is_one_total_order_for_any_strings() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      names.add(word(random));
    }
    List<String> once = sorted(names.toArray(String[]::new));
    Collections.shuffle(names, random);
    assertThat(sorted(names.toArray(String[]::new))).as("seed %d", seed).isEqualTo(once);
    for (int i = 0; i < once.size(); i++) {
      for (int j = 0; j < once.size(); j++) {
        int order = NaturalOrder.INSTANCE.compare(once.get(i), once.get(j));
        boolean equal = once.get(i).equals(once.get(j));
        assertThat(Integer.signum(order))
            .as("seed %d: '%s' to '%s'", seed, once.get(i), once.get(j))
            .isEqualTo(equal ? 0 : Integer.compare(i, j));
      }
    }
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int n = random.nextInt(6); n >= 0; n--) {
      word.append("ab-./~0019".charAt(random.nextInt(10)));
    }
    return word.toString();
  }

  private static List<String> sorted(String... names) {
    List<String> list = new ArrayList<>(List.of(names));
    list.sort(NaturalOrder.INSTANCE);
    return list;
  }
}
