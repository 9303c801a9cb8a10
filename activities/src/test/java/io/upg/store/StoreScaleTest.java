package io.upg.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.CommandAnswer;
import io.upg.contract.ShardInput;
import io.upg.plan.model.TaskState;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 10,000 hosts and 500,000 tasks: {@code mvn test -Dgroups=full -DexcludedGroups=}. */
@Tag("full")
class StoreScaleTest {
  private static final int HOSTS = 10_000;

  @Test
  void half_a_million_tasks_are_stored_judged_and_granted_in_time() {
    String[] actions = new String[50];
    for (int i = 0; i < actions.length; i++) {
      actions[i] = "action-" + i;
    }
    try (StoreHarness store = new StoreHarness()) {
      var compiled = TestPlans.of("spring", HOSTS).phase("data", 1_000, actions).compiled();
      within(60, "save", () -> store.plans.save(compiled, "anna"));
      within(10, "load", () -> store.plans.load("spring"));
      CommandAnswer answer = within(2, "judge", () -> store.run("spring"));
      assertThat(answer.count()).isEqualTo(500_000);
      within(2, "gate", () -> store.runs.open("spring", 1, 1));
      within(2, "grant", () -> store.grants.grant(new ShardInput("spring", 1, 1, 1)).dispatches());
      within(60, "batch", () -> store.send("spring", 1, 1));
      for (var dispatch : store.send("spring", 1, 1)) {
        store.record("spring", 1, StoreHarness.report(dispatch, task -> TaskState.DONE));
      }
      within(2, "verdict", () -> store.runs.judge("spring", 1, 1));
      within(2, "follow", () -> store.run("spring"));
      within(
          5,
          "close",
          () -> {
            store.runs.close("spring", 1, "enough");
            return 0;
          });
      within(2, "judge with half of the states", () -> store.run("spring"));
    }
  }

  private static <T> T within(int seconds, String what, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.err.printf("%s: %d ms%n", what, took.toMillis());
    assertThat(took).as(what).isLessThan(Duration.ofSeconds(seconds));
    return result;
  }
}
