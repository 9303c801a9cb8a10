package io.upg.plan.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.model.Transitions.Cause;
import io.upg.plan.model.Transitions.Row;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransitionsTest {
  private static final Set<TaskState> GRANTED =
      EnumSet.of(TaskState.RUNNING, TaskState.ROLLING_BACK);

  @Test
  void no_step_is_listed_twice_or_leads_nowhere() {
    assertThat(Transitions.table())
        .extracting(row -> row.from() + " " + row.cause() + " " + row.to())
        .doesNotHaveDuplicates();
    assertThat(Transitions.table()).allMatch(row -> row.from() != row.to());
  }

  @ParameterizedTest
  @EnumSource(TaskState.class)
  void every_state_can_be_reached_from_undo_and_has_a_way_out(TaskState state) {
    Set<TaskState> reached = EnumSet.of(TaskState.UNDO);
    for (int step = 0; step < TaskState.values().length; step++) {
      Set<TaskState> now = EnumSet.copyOf(reached);
      Transitions.table().stream()
          .filter(row -> now.contains(row.from()))
          .forEach(row -> reached.add(row.to()));
    }
    assertThat(reached).contains(state);
    assertThat(Transitions.table()).anyMatch(row -> row.from() == state);
  }

  @Test
  void only_grants_start_work_and_only_results_end_it() {
    for (Row row : Transitions.table()) {
      boolean result = row.cause() == Cause.RESULT || row.cause() == Cause.GIVEN_BACK;
      assertThat(GRANTED.contains(row.to())).as("%s", row).isEqualTo(row.cause() == Cause.GRANT);
      assertThat(GRANTED.contains(row.from())).as("%s", row).isEqualTo(result);
    }
  }

  @Test
  void what_was_granted_can_be_given_back_as_what_it_was() {
    for (TaskState granted : GRANTED) {
      for (TaskState state : TaskState.values()) {
        assertThat(Transitions.legal(granted, Cause.GIVEN_BACK, state))
            .as("%s given back as %s", granted, state)
            .isEqualTo(Transitions.legal(state, Cause.GRANT, granted));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TaskState.class)
  void what_a_run_takes_up_may_be_granted_to_it(TaskState state) {
    boolean granted = Transitions.legal(state, Cause.GRANT, TaskState.RUNNING);
    boolean needsAWord = state == TaskState.UNKNOWN || state == TaskState.SKIPPED;
    assertThat(granted).isEqualTo(state.runnable() || needsAWord);
  }

  @Test
  void what_is_settled_is_never_run_again_without_being_taken_back_or_unskipped() {
    assertThat(Transitions.legal(TaskState.DONE, Cause.GRANT, TaskState.RUNNING)).isFalse();
    assertThat(Transitions.legal(TaskState.DONE, Cause.COMMAND, TaskState.SKIPPED)).isFalse();
    assertThat(Transitions.sources(Cause.GRANT, TaskState.ROLLING_BACK))
        .containsExactlyInAnyOrder(
            TaskState.DONE,
            TaskState.FAIL,
            TaskState.UNKNOWN,
            TaskState.ROLLBACK_FAIL,
            TaskState.SKIPPED,
            TaskState.UNREACHABLE);
  }

  @Test
  void every_result_of_a_forward_grant_is_one_that_the_states_know() {
    Set<TaskState> results =
        Transitions.table().stream()
            .filter(row -> row.from() == TaskState.RUNNING && row.cause() == Cause.RESULT)
            .map(Row::to)
            .collect(Collectors.toSet());
    assertThat(results)
        .containsExactlyInAnyOrder(
            TaskState.DONE, TaskState.FAIL, TaskState.UNKNOWN, TaskState.UNREACHABLE);
  }
}
