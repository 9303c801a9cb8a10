package io.upg.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.store.Database;
import io.upg.store.EmbeddedDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressQueryTest {
  private Database database;
  private Rows rows;

  @BeforeEach
  void open() {
    database = EmbeddedDatabase.open();
    rows = Rows.spring(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void an_open_run_says_its_stage_what_runs_now_and_how_much_has_ended() {
    rows.run(1, "run", "open", 1, 4, 2).ran(1, 1, "done", 0, null).state(2, "running");

    RunProgress progress = new ProgressQuery(database).of("spring", 1);

    assertThat(progress.open()).isTrue();
    assertThat(progress.stage()).isEqualTo("hosts of batch 2");
    assertThat(progress.tasks()).isEqualTo(4);
    assertThat(progress.ended()).isEqualTo(1);
    assertThat(progress.now()).extracting(TaskRow::id).containsExactly("cn-1_stop_nova");
    assertThat(progress.elapsed()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
  }

  @Test
  void a_run_that_stopped_says_what_it_waits_for() {
    rows.run(1, "run", "stopped", 1, 4, 1).waitingFor(1, "Fix it.");

    RunProgress progress = new ProgressQuery(database).of("spring", 1);

    assertThat(progress.open()).isFalse();
    assertThat(progress.waitingFor()).isEqualTo("Fix it.");
  }

  @Test
  void a_run_that_does_not_exist_is_a_mistake_of_the_caller() {
    assertThatThrownBy(() -> new ProgressQuery(database).of("spring", 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no run 9");
  }
}
