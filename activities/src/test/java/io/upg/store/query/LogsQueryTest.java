package io.upg.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.EmbeddedDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogsQueryTest {
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
  void every_result_is_there_the_oldest_first_also_those_that_did_not_count() {
    rows.ran(2, 1, "done", 0, null)
        .attempt(2, 20, 2, "done", "fine", false)
        .attempt(2, 10, 1, "fail", "boom", false)
        .attempt(2, 11, 1, "done", "late", true)
        .attempt(3, 12, 1, "fail", "another task", false);

    TaskLog log = new LogsQuery(database).of("spring", "cn-1_stop_nova");

    assertThat(log.task().state()).isEqualTo(TaskState.DONE);
    assertThat(log.attempts())
        .extracting(TaskLog.Attempt::tail)
        .containsExactly("boom", "late", "fine");
    assertThat(log.attempts())
        .extracting(TaskLog.Attempt::stale)
        .containsExactly(false, true, false);
  }

  @Test
  void a_task_that_never_ran_has_no_attempts() {
    assertThat(new LogsQuery(database).of("spring", "cn-10_stop_nova").attempts()).isEmpty();
  }

  @Test
  void an_unknown_task_gets_a_suggestion() {
    assertThatThrownBy(() -> new LogsQuery(database).of("spring", "cn-1_stopp_nova"))
        .isInstanceOf(UnknownTask.class)
        .hasMessageContaining("Did you mean 'cn-1_stop_nova'?");
  }
}
