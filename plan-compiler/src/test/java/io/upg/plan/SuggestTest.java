package io.upg.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestTest {
  private static final List<String> ROLES = List.of("controller", "compute", "network");

  @ParameterizedTest
  @ValueSource(strings = {"compte", "copmute", "Compute", "computee", "cmopute"})
  void a_typing_error_is_understood(String typed) {
    assertThat(Suggest.hint(typed, ROLES)).isEqualTo("Did you mean 'compute'?");
  }

  @Test
  void nothing_is_guessed_where_nothing_is_near() {
    assertThat(Suggest.hint("storage", ROLES)).isEmpty();
    assertThat(Suggest.hint("xy", List.of("ab"))).isEmpty();
    assertThat(Suggest.hint("compute", List.of())).isEmpty();
  }

  @Test
  void the_nearest_wins_and_equally_near_ones_are_taken_in_natural_order() {
    assertThat(Suggest.nearest("cn-0012", List.of("cn-0912", "cn-0011", "cn-0013", "cn-12")))
        .contains("cn-0011");
    assertThat(Suggest.nearest("h12", List.of("h20", "h13", "h11", "h10"))).contains("h10");
  }
}
