package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.store.query.Live;
import io.upg.store.query.LiveStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

  @Test
  void an_age_goes_in_steps_and_a_clock_that_is_ahead_makes_none() {
    assertThat(age(-3)).isEqualTo("just now");
    assertThat(age(9)).isEqualTo("just now");
    assertThat(age(19)).isEqualTo("10s ago");
    assertThat(age(59)).isEqualTo("50s ago");
    assertThat(age(185)).isEqualTo("3m ago");
  }

  @Test
  void a_task_at_work_says_what_is_known_and_how_old_that_is() {
    assertThat(live(Live.State.DISPATCHED)).isEqualTo("sent 1m ago, not taken yet");
    assertThat(live(Live.State.RESENT)).contains("fell silent", "sent again 1m ago");
    assertThat(live(Live.State.TAKEN)).isEqualTo("its host took it 1m ago");
    assertThat(live(Live.State.RUNNING)).isEqualTo("runs (as of 20s ago)");
    assertThat(live(Live.State.ENDED)).startsWith("has ended").endsWith("(as of 20s ago)");
  }

  @Test
  void a_project_at_work_counts_its_node_tasks() {
    assertThat(Words.live(new LiveStatus(1, 0, 0, NOW, null), NOW))
        .isEqualTo("1 node task at work (as of just now)");
    assertThat(Words.live(new LiveStatus(9988, 12, 3, NOW.minusSeconds(31), null), NOW))
        .isEqualTo(
            "9988 node tasks at work, 12 sent and not taken yet, 3 sent again to hosts that fell silent (as of 30s ago)");
  }

  private static String age(int seconds) {
    return Words.age(NOW.minusSeconds(seconds), NOW);
  }

  private static String live(Live.State state) {
    return Words.live(new Live(state, NOW.minusSeconds(70), NOW.minusSeconds(25)), NOW);
  }
}
