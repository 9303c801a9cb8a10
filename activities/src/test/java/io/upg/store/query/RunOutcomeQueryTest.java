package io.upg.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.EmbeddedDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunOutcomeQueryTest {
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
  void it_counts_the_tasks_of_the_run_only_and_names_what_failed_first() {
    rows.run(1, "rollback", "stopped", 2, 4, 2)
        .state(1, "fail")
        .state(2, "done")
        .state(3, "rolled_back")
        .state(4, "rollback_fail");

    RunOutcome outcome = outcome();

    assertThat(outcome.direction()).isEqualTo(Direction.ROLLBACK);
    assertThat(outcome.counts())
        .isEqualTo(Map.of(TaskState.DONE, 1, TaskState.ROLLED_BACK, 1, TaskState.ROLLBACK_FAIL, 1));
    assertThat(outcome.settled()).isFalse();
    assertThat(outcome.unsettledCount()).isEqualTo(2);
    assertThat(outcome.unsettled())
        .extracting(TaskRow::id)
        .containsExactly("cn-10_stop_nova", "cn-1_stop_nova");
    assertThat(outcome.endedEarly()).isNull();
  }

  @Test
  void settled_is_by_the_direction_of_the_run() {
    rows.run(1, "retry", "done", 2, 3, 2).state(2, "done").state(3, "skipped");
    assertThat(outcome().settled()).isTrue();

    rows.state(3, "rolled_back");
    assertThat(outcome().settled()).isFalse();
  }

  @Test
  void a_run_that_was_aborted_says_so() {
    rows.run(1, "retry", "aborted", 2, 3, 2).waitingFor(1, "Run 1 was aborted by ann.");

    assertThat(outcome().endedEarly()).isEqualTo("Run 1 was aborted by ann.");
  }

  private RunOutcome outcome() {
    return new RunOutcomeQuery(database).of("spring", 1, 9);
  }
}
