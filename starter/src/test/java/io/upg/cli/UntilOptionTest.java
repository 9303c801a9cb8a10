package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class UntilOptionTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void it_is_the_next_time_that_the_operators_clock_shows_it() {
    assertThat(next("05:30", "2026-03-01T02:00:00Z")).isEqualTo("2026-03-01T04:30:00Z");
    assertThat(next("02:59", "2026-03-01T02:00:00Z")).isEqualTo("2026-03-02T01:59:00Z");
    assertThat(next("00:00", "2026-03-01T02:00:00Z")).isEqualTo("2026-03-01T23:00:00Z");
  }

  @Test
  void this_very_moment_is_tomorrow() {
    assertThat(next("03:00", "2026-03-01T02:00:00Z")).isEqualTo("2026-03-02T02:00:00Z");
  }

  @Test
  void a_night_on_which_clocks_change_is_an_hour_shorter() {
    assertThat(next("05:30", "2026-03-28T22:00:00Z")).isEqualTo("2026-03-29T03:30:00Z");
  }

  @Test
  void anything_but_a_time_of_day_is_bad_usage() {
    for (String value : new String[] {"24:00", "5:30", "05.30", "5", "tomorrow", ""}) {
      assertThatThrownBy(() -> next(value, "2026-03-01T02:00:00Z"))
          .isInstanceOf(UsageProblem.class)
          .hasMessageContainingAll("'" + value + "'", "--until 05:30");
    }
  }

  @Test
  void nothing_said_is_no_limit() {
    assertThat(new UntilOption().next(Clock.systemUTC())).isNull();
  }

  private static String next(String value, String now) {
    UntilOption option = new UntilOption();
    new CommandLine(option).parseArgs("--until", value);
    return option.next(Clock.fixed(Instant.parse(now), BERLIN)).toString();
  }
}
