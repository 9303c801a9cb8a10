package io.upg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Report report = new Report(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  private static Timing timing(long seconds, long lost) {
    Duration total = Duration.ofSeconds(seconds);
    return new Timing(
        100,
        total,
        Duration.ofSeconds(1),
        total,
        total,
        total,
        Map.of("temporal", 2.0),
        lost,
        7,
        600);
  }

  @Test
  void the_table_gives_medians_the_sum_of_what_was_lost_and_the_ratio_to_the_floor() {
    report.add("bare SDK", List.of(timing(4, 0), timing(100, 0), timing(2, 0)));
    report.add("upg", List.of(timing(5, 1), timing(7, 2)));
    report.print();
    List<String> table =
        bytes.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
    assertThat(table.get(1)).startsWith("bare SDK").containsPattern("100 +3 +4\\.0 +25\\.0 ");
    assertThat(table.get(1)).endsWith("20.0      6.0      0     1.00");
    assertThat(table.get(2)).startsWith("upg").containsPattern("100 +2 +6\\.0 ");
    assertThat(table.get(2)).endsWith("20.0      6.0      3     1.50");
  }
}
