package io.upg.plan.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.plan.NaturalOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRangeTest {

  @Test
  void numbers_keep_the_width_of_the_first_one() {
    assertThat(HostRange.expand("cn-[0008-0011]"))
        .containsExactly("cn-0008", "cn-0009", "cn-0010", "cn-0011");
    assertThat(HostRange.expand("cn-[8-11]")).containsExactly("cn-8", "cn-9", "cn-10", "cn-11");
    assertThat(HostRange.expand("cn-[98-101].dc1"))
        .containsExactly("cn-98.dc1", "cn-99.dc1", "cn-100.dc1", "cn-101.dc1");
  }

  @Test
  void brackets_may_be_several_and_hold_several_ranges() {
    assertThat(HostRange.expand("r[1-2]-n[01,03-04]"))
        .containsExactly("r1-n01", "r1-n03", "r1-n04", "r2-n01", "r2-n03", "r2-n04");
    assertThat(HostRange.expand("ctrl-[1-3,2-4]"))
        .containsExactly("ctrl-1", "ctrl-2", "ctrl-3", "ctrl-4");
    assertThat(HostRange.expand("ctrl-1")).containsExactly("ctrl-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "cn-[9-1]          | 9 is greater than 1",
        "cn-[0001-10]      | differ in width",
        "cn-[1-3           | '[' is never closed",
        "cn-1-3]           | ']' has no '['",
        "cn-[]             | neither a number nor a range",
        "cn-[a-c]          | neither a number nor a range",
        "cn-[1-2-3]        | neither a number nor a range",
        "cn-[1,]           | neither a number nor a range",
        "cn-[1-999999999]  | stands for 999999999 hosts; at most 200000",
        "a[1-999]b[1-999]  | stands for 998001 hosts",
        "a[1-99999999999]  | neither a number nor a range",
      })
  void a_range_that_makes_no_sense_says_why(String range, String why) {
    assertThatThrownBy(() -> HostRange.expand(range))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Host range '" + range + "': ")
        .hasMessageContaining(why);
  }

  @Test
  void names_are_folded_into_the_ranges_that_people_would_write() {
    assertThat(HostNames.text(List.of("cn-0002", "cn-0001", "ctrl-1", "cn-0003", "cn-0005")))
        .isEqualTo("cn-[0001-0003,0005], ctrl-1");
    assertThat(HostNames.text(List.of("a9", "a10", "a11", "b", "a08"))).isEqualTo("a[08,9-11], b");
    assertThat(HostNames.text(List.of())).isEmpty();
  }

  @Test
  void what_is_folded_expands_to_the_same_names() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      TreeSet<String> names = new TreeSet<>(NaturalOrder.INSTANCE);
      for (int i = random.nextInt(40); i >= 0; i--) {
        names.add(name(random));
      }
      List<String> expanded = new ArrayList<>();
      HostNames.fold(names).forEach(range -> expanded.addAll(HostRange.expand(range)));
      assertThat(expanded).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(names);
    }
  }

  private static String name(Random random) {
    String prefix = List.of("cn-", "r1-n", "", "x").get(random.nextInt(4));
    String suffix = List.of("", ".dc", "a").get(random.nextInt(3));
    int number = random.nextInt(30);
    String digits = random.nextBoolean() ? "" + number : String.format("%03d", number);
    return random.nextInt(20) == 0 ? "plain" : prefix + digits + suffix;
  }
}
