package io.upg.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.cut.TaskStates;
import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.EmbeddedDatabase;
import org.junit.jupiter.api.Test;

class FactsQueryTest {

  @Test
  void every_task_of_the_plan_has_its_recorded_state() {
    try (Database database = EmbeddedDatabase.open()) {
      Rows.spring(database).state(1, "done").state(4, "rolled_back");

      TaskStates states = new FactsQuery(database).of("spring");

      assertThat(states.of(1)).isEqualTo(TaskState.DONE);
      assertThat(states.of(2)).isEqualTo(TaskState.UNDO);
      assertThat(states.of(4)).isEqualTo(TaskState.ROLLED_BACK);
    }
  }
}
