package io.upg.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {

  @ParameterizedTest
  @CsvSource({"2024.1,2024.2", "2024.9,2024.10", "r8,r9", "r9,r10", "10.6,10.6.1", "28.0,29.0"})
  void the_first_is_older(String older, String newer) {
    assertThat(Versions.older(older, newer)).isTrue();
    assertThat(Versions.older(newer, older)).isFalse();
  }

  @Test
  void leading_zeros_make_no_other_version() {
    assertThat(Versions.same("2024.01", "2024.1")).isTrue();
    assertThat(VersionConstraint.parse(">=2024.1").admits("2024.01")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">=10.6       | 10.6 | true",
        ">=10.6       | 10.11| true",
        ">=10.6       | 10.5 | false",
        ">10.6        | 10.6 | false",
        "<11          | 10.11| true",
        "<=11         | 11.0 | false",
        "=r9          | r9   | true",
        ">=10.6, <11  | 11   | false",
        ">= 10.6,<11  | 10.7 | true",
      })
  void every_bound_must_hold(String constraint, String version, boolean admitted) {
    assertThat(VersionConstraint.parse(constraint).admits(version)).isEqualTo(admitted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"10.6", ">=", ">=10.6,", "=>10", ">= 10 11", "''"})
  void a_constraint_that_cannot_be_read_says_how_to_write_one(String constraint) {
    assertThatThrownBy(() -> VersionConstraint.parse(constraint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Version constraint '" + constraint + "': ")
        .hasMessageContaining("such as '>=10.6, <11'");
  }
}
