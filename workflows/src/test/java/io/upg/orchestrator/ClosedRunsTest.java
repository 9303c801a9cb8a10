package io.upg.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import io.upg.contract.CommandKind;
import io.upg.contract.FailureTypes;
import io.upg.contract.RunEnding;
import io.upg.contract.ShardInput;
import io.upg.plan.cut.Selection;
import io.upg.store.StoreHarness;
import io.upg.store.TestPlans;
import io.upg.store.query.StatusQuery;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosedRunsTest {
  private final StoreHarness store =
      new StoreHarness().save(TestPlans.of("spring", 1).phase("data", 1, "upgrade").compiled());
  private final ProjectActivitiesImpl projects =
      new ProjectActivitiesImpl(
          store.commands,
          new PatchPublisher(store.commands, Optional.empty()),
          store.runs,
          new StatusQuery(store.database));
  private final RunActivitiesImpl runs = new RunActivitiesImpl(store.runs);
  private final ShardActivitiesImpl shards = new ShardActivitiesImpl(store.grants);

  @AfterEach
  void close() {
    store.close();
  }

  private static void assertForGood(ThrowingCallable call) {
    ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, call);
    assertThat(failure.getType()).isEqualTo(FailureTypes.RUN_CLOSED);
    assertThat(failure.isNonRetryable()).isTrue();
  }

  @Test
  void what_is_asked_of_a_closed_run_is_not_tried_again() {
    store.run("spring");
    runs.open("spring", 1, 1);
    runs.close("spring", 1, "enough");

    assertForGood(() -> runs.outline("spring", 1));
    assertForGood(() -> runs.open("spring", 1, 1));
    assertForGood(() -> runs.judge("spring", 1, 1));
    assertForGood(() -> shards.grant(new ShardInput("spring", 1, 1, 1)));
  }

  @Test
  void the_outline_of_a_project_that_was_deleted_is_not_tried_again() {
    assertForGood(() -> projects.outline("winter"));
  }

  @Test
  void closing_a_run_twice_changes_nothing() {
    store.run("spring");
    RunEnding first = runs.close("spring", 1, "enough");

    assertThat(first).isEqualTo(new RunEnding("stopped", "enough"));
    assertThat(runs.close("spring", 1, null)).isEqualTo(first);

    assertThat(store.value("select state || ': ' || waiting_for from run"))
        .isEqualTo("stopped: enough");
  }

  @Test
  void what_is_asked_of_a_project_that_is_not_stored_is_not_tried_again() {
    assertForGood(() -> projects.openRuns("autumn"));
    assertForGood(
        () -> projects.judge("autumn", store.command(CommandKind.RUN, Selection.NONE, "data")));
    assertForGood(() -> runs.close("autumn", 1, null));
  }
}
