package io.upg.plan.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.plan.model.HostSheet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostSetTest {
  private static final HostDirectory CLOUD = cloud();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "all                                   | cn-[1-6], ctrl-[1-3]",
        "role=compute                          | cn-[1-6]",
        "zone=az1                              | cn-[1,3,5], ctrl-[1,3]",
        "label.rack=r2                         | cn-[4-6]",
        "cn-[2-4]                              | cn-[2-4]",
        "ctrl-2                                | ctrl-2",
        "!role=compute                         | ctrl-[1-3]",
        "!!ctrl-1                              | ctrl-1",
        "role=compute & zone=az1 & !cn-1       | cn-[3,5]",
        "role=compute&zone=az1&!cn-1           | cn-[3,5]",
        "\"ctrl-1 | cn-1 & cn-2\"              | ctrl-1",
        "\"(ctrl-1 | cn-1) & zone=az1\"        | cn-1, ctrl-1",
        "\"!(role=compute | ctrl-1)\"          | ctrl-[2-3]",
        "@some.txt                             | cn-[1-2], ctrl-1",
        "!@some.txt & zone=az1                 | cn-[3,5], ctrl-3",
        "!all                                  | ''",
      })
  void an_expression_matches(String text, String hosts) {
    HostSet.Match match = HostSet.parse(text, HostSetTest::file).match(CLOUD);
    assertThat(HostNames.text(match.hosts())).isEqualTo(hosts.equals("''") ? "" : hosts);
    assertThat(match.unknown()).isEmpty();
  }

  @Test
  void hosts_come_in_natural_order() {
    Map<String, HostSheet> hosts = new HashMap<>();
    List.of("n10", "n9", "n1").forEach(name -> hosts.put(name, sheet(List.of(), Map.of())));
    HostSet.Match match = HostSet.parse("all", HostSet.NO_FILES).match(HostDirectory.of(hosts));
    assertThat(match.hosts()).containsExactly("n1", "n9", "n10");
  }

  @Test
  void names_that_no_host_bears_are_reported_all_together_with_a_suggestion() {
    String text =
        "role=compte | label.rak=r1 | label.rack=r3 | zone=az3 | cn-[5-9] | ctlr-1 | @bad.txt";
    HostSet.Match match = HostSet.parse(text, HostSetTest::file).match(CLOUD);
    assertThat(match.hosts()).containsExactly("cn-5", "cn-6");
    assertThat(match.unknown())
        .containsExactly(
            "No host has the role 'compte'. Did you mean 'compute'?",
            "No host has the label 'rak'. Did you mean 'rack'?",
            "No host has label.rack=r3. Did you mean 'r1'?",
            "No host has zone=az3. Did you mean 'az1'?",
            "There is no host 'cn-7', nor 2 more of 'cn-[5-9]'. Did you mean 'cn-1'?",
            "There is no host 'ctlr-1'. Did you mean 'ctrl-1'?",
            "There is no host 'storage' ('@bad.txt').");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "\"\";                     1; found the end",
        "role=compute &;          15; found the end",
        "role=compute | & all;    16; found '&'",
        "all cn-1;                 5; '&' or '|' was expected",
        "(all;                     1; '(' is never closed",
        "all);                     4; ')' has no '(' before it",
        "role=;                    1; 'role=' has no value",
        "all & rol=compute;        7; Did you mean 'role'?",
        "label.=x;                 1; 'label.=' is not known",
        "cn-1,cn-2;                1; join hosts with '|'",
        "cn_1;                     1; letters, digits",
        "all & cn-[9-1];           7; 9 is greater than 1",
        "@none.txt;                1; there is no file 'none.txt'",
      })
  void an_expression_that_cannot_be_read_says_where_and_why(String text, int place, String why) {
    assertThatThrownBy(() -> HostSet.parse(text, HostSetTest::file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Host set '" + text + "', character " + place + ": ")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "(((all)));                            all",
        "( a1|(b|c) ) & !( d&e );              (a1 | b | c) & !(d & e)",
        "label.zone=az1 & label.rack=r1;       zone=az1 & label.rack=r1",
        "@some.txt & role=compute;             (cn-[1-2] | ctrl-1) & role=compute",
      })
  void its_text_needs_no_files_and_no_needless_parentheses(String text, String shortest) {
    assertThat(HostSet.parse(text, HostSetTest::file).text()).isEqualTo(shortest);
  }

  @Test
  void the_text_means_what_the_expression_means() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      HostSet set = HostSet.parse(expression(random, 4), HostSetTest::file);
      HostSet again = HostSet.parse(set.text(), HostSet.NO_FILES);
      assertThat(again.match(CLOUD).hosts())
          .as("seed %d: %s", seed, set.text())
          .isEqualTo(set.match(CLOUD).hosts());
    }
  }

  private static String expression(Random random, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return List.of("all", "role=compute", "zone=az1", "cn-[2-4]", "ctrl-1", "@some.txt")
          .get(random.nextInt(6));
    }
    String left = expression(random, depth - 1);
    if (random.nextInt(4) == 0) {
      return "!(" + left + ")";
    }
    String sign = random.nextBoolean() ? " & " : " | ";
    String both = left + sign + expression(random, depth - 1);
    return random.nextBoolean() ? "(" + both + ")" : both;
  }

  private static Optional<String> file(String path) {
    return Optional.ofNullable(
        Map.of(
                "some.txt", "# the first ones\ncn-[1-2]\n\n  ctrl-1  # and a controller\n",
                "bad.txt", "storage\n")
            .get(path));
  }

  private static HostDirectory cloud() {
    Map<String, HostSheet> hosts = new HashMap<>();
    for (int i = 1; i <= 6; i++) {
      Map<String, String> labels = Map.of("zone", zone(i), "rack", i <= 3 ? "r1" : "r2");
      hosts.put("cn-" + i, sheet(List.of("compute"), labels));
    }
    for (int i = 1; i <= 3; i++) {
      hosts.put("ctrl-" + i, sheet(List.of("controller"), Map.of("zone", zone(i))));
    }
    return HostDirectory.of(hosts);
  }

  private static String zone(int number) {
    return number % 2 == 1 ? "az1" : "az2";
  }

  private static HostSheet sheet(List<String> roles, Map<String, String> labels) {
    return new HostSheet(roles, labels, new TreeMap<>());
  }
}
