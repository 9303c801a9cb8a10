package io.upg.store;

import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.UNDO;
import static io.upg.plan.model.TaskState.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.contract.Verdict;
import io.upg.plan.cut.Selection;
import io.upg.plan.model.Budget;
import io.upg.plan.model.TaskState;
import io.upg.store.query.ProjectState;
import io.upg.store.query.StatusQuery;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures that a run passes over, and those behind which it waits. */
class FailureBudgetTest {
  private static final int ANY = 100;

  private final StoreHarness store = new StoreHarness();

  @AfterEach
  void close() {
    store.close();
  }

  /** Six hosts, two a batch, in two phases of three batches: check, then upgrade and start. */
  private void spring(Budget budget) {
    store.save(
        TestPlans.of("spring", 6)
            .budget(budget)
            .phase("check", 2, "check")
            .phase("data", 2, "upgrade", "start")
            .compiled());
    store.run("spring");
  }

  /** What the tasks of these hosts become; later ones of a host that fails are never started. */
  private static Function<String, TaskState> broken(TaskState state, String... hosts) {
    return task ->
        List.of(hosts).contains(task.substring(0, task.indexOf('_')))
            ? task.contains("_start_") && state == FAIL ? UNDO : state
            : DONE;
  }

  private Verdict play(int batch, Function<String, TaskState> outcome) {
    return store.play("spring", 1, batch, outcome);
  }

  private List<String> hosts(int batch) {
    return store.send("spring", 1, batch).stream().map(Dispatch::order).map(o -> o.host()).toList();
  }

  private void close(String waitingFor) {
    store.runs.close("spring", 1, waitingFor);
  }

  private String waitingFor() {
    return new StatusQuery(store.database).of("spring").waitingFor();
  }

  @Test
  void within_every_budget_the_run_goes_on_to_its_end_and_leaves_failed_hosts_behind() {
    spring(new Budget(1, 2, 2, 0));

    assertThat(play(1, broken(FAIL, "h2")).passed()).isTrue();
    assertThat(play(2, broken(FAIL, "h3")).passed()).isTrue();
    assertThat(play(3, broken(FAIL)).passed()).isTrue();
    assertThat(hosts(4)).as("of h1 and h2").containsExactly("h1");
    assertThat(play(4, broken(FAIL)).passed()).isTrue();
    assertThat(hosts(5)).as("of h3 and h4").containsExactly("h4");
    assertThat(play(5, broken(FAIL)).passed()).isTrue();
    assertThat(play(6, broken(FAIL)).passed()).isTrue();
    close(null);

    assertThat(store.states("spring"))
        .containsAllEntriesOf(Map.of("h2_check_nova", FAIL, "h3_check_nova", FAIL))
        .containsAllEntriesOf(Map.of("h2_upgrade_nova", UNDO, "h2_start_nova", UNDO))
        .containsAllEntriesOf(Map.of("h3_upgrade_nova", UNDO, "h3_start_nova", UNDO))
        .containsAllEntriesOf(Map.of("h1_start_nova", DONE, "h6_start_nova", DONE));
    assertThat(new StatusQuery(store.database).of("spring").state())
        .isEqualTo(ProjectState.WAITING);
    assertThat(waitingFor())
        .contains("left 2 hosts behind within the budget: h[2-3]", "upg run spring");
  }

  @Test
  void a_run_of_what_was_left_behind_takes_up_the_hosts_where_they_failed() {
    spring(new Budget(1, 1, 1, 0));
    play(1, broken(FAIL, "h2"));
    for (int batch = 2; batch <= 6; batch++) {
      play(batch, broken(FAIL));
    }
    close(null);

    assertThat(store.run("spring").first())
        .containsExactly("h2_check_nova", "h2_upgrade_nova", "h2_start_nova");
    store.finish("spring", 2);
    assertThat(store.states("spring").values()).containsOnly(DONE);
  }

  @Test
  void over_the_budget_of_the_batch_the_run_waits() {
    spring(new Budget(1, ANY, ANY, 0));

    Verdict verdict = play(1, broken(FAIL, "h1", "h2"));
    assertThat(verdict.waitingFor())
        .contains("2 hosts failed in the batch, the budget is 1", "upg run spring")
        .doesNotContain("in the phase");
  }

  @Test
  void a_canary_without_a_budget_of_its_own_batch_waits_for_the_first_failure() {
    spring(new Budget(0, ANY, ANY, 0));

    assertThat(play(1, broken(FAIL, "h1")).waitingFor())
        .contains("1 host failed in the batch, the budget is 0");
  }

  @Test
  void over_the_budget_of_the_phase_the_run_waits_and_the_next_phase_counts_anew() {
    spring(new Budget(1, 1, ANY, 0));
    assertThat(play(1, broken(FAIL, "h1")).passed()).isTrue();
    assertThat(play(2, broken(FAIL)).passed()).isTrue();
    assertThat(play(3, broken(FAIL)).passed()).isTrue();
    assertThat(play(4, broken(FAIL, "h2")).passed()).as("first of its phase").isTrue();

    assertThat(play(5, broken(FAIL, "h3")).waitingFor())
        .contains("2 hosts failed in the phase, the budget is 1");
  }

  @Test
  void over_the_budget_of_the_project_the_run_waits_though_each_phase_is_within_its_own() {
    spring(new Budget(1, 1, 1, 0));
    assertThat(play(1, broken(FAIL, "h1")).passed()).isTrue();
    assertThat(play(2, broken(FAIL)).passed()).isTrue();
    assertThat(play(3, broken(FAIL)).passed()).isTrue();

    assertThat(play(4, broken(FAIL, "h2")).waitingFor())
        .contains("2 hosts failed in the project, the budget is 1")
        .doesNotContain("in the phase");
  }

  @Test
  void unreachable_hosts_have_a_budget_of_their_own() {
    spring(new Budget(0, 0, 0, 1));
    assertThat(play(1, broken(UNREACHABLE, "h1")).passed()).isTrue();
    assertThat(hosts(4)).as("of h1 and h2").containsExactly("h2");

    assertThat(play(2, broken(UNREACHABLE, "h3")).waitingFor())
        .contains("2 hosts unreachable, the budget is 1")
        .doesNotContain("failed in the batch");
  }

  @Test
  void failed_hosts_do_not_use_up_the_budget_of_the_unreachable_ones() {
    spring(new Budget(1, 1, 1, 1));

    assertThat(play(1, task -> task.startsWith("h1_") ? FAIL : UNREACHABLE).passed()).isTrue();
    assertThat(play(2, broken(FAIL, "h3")).waitingFor())
        .contains("2 hosts failed in the phase, the budget is 1")
        .doesNotContain("unreachable, the budget");
  }

  @Test
  void a_host_that_comes_back_is_one_retry_of_what_failed_and_a_run_of_the_rest() {
    spring(new Budget(0, 0, 0, 1));
    play(1, broken(UNREACHABLE, "h1"));
    for (int batch = 2; batch <= 6; batch++) {
      play(batch, broken(FAIL));
    }
    close(null);
    Selection failed = new Selection(null, null, null, null, null, true, false);

    CommandAnswer retry = store.commands.judge("spring", store.command(CommandKind.RETRY, failed));
    assertThat(retry.first()).containsExactly("h1_check_nova");
    store.finish("spring", retry.run());
    assertThat(store.state("spring", "h1_check_nova")).isEqualTo(DONE);

    CommandAnswer rest = store.give("spring", CommandKind.RESUME);
    assertThat(rest.first()).containsExactly("h1_upgrade_nova", "h1_start_nova");
    store.finish("spring", rest.run());
    assertThat(new StatusQuery(store.database).of("spring").state()).isEqualTo(ProjectState.DONE);
  }

  @Test
  void a_host_that_was_mended_while_the_run_goes_on_is_no_longer_counted() {
    spring(new Budget(1, 1, 1, 0));
    assertThat(play(1, broken(FAIL, "h1")).passed()).isTrue();
    CommandAnswer retry =
        store.commands.judge(
            "spring",
            store.command(
                CommandKind.RETRY,
                new Selection(List.of("h1_check_nova"), null, null, null, null, false, false)));
    store.finish("spring", retry.run());

    assertThat(play(2, broken(FAIL, "h3")).passed()).isTrue();
    assertThat(hosts(4)).as("h1 is no longer left behind").containsExactly("h1", "h2");
  }
}
