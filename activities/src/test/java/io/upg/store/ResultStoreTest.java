package io.upg.store;

import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.ROLLING_BACK;
import static io.upg.plan.model.TaskState.RUNNING;
import static io.upg.plan.model.TaskState.UNDO;
import static io.upg.plan.model.TaskState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.NodeTaskReport;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.contract.TaskResult;
import io.upg.plan.model.TaskState;
import io.upg.plan.model.Transitions;
import io.upg.plan.model.Transitions.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResultStoreTest {
  private final StoreHarness store =
      new StoreHarness()
          .save(TestPlans.of("spring", 2).phase("data", 2, "stop", "upgrade").compiled())
          .save(TestPlans.of("summer", 2).phase("data", 2, "stop", "upgrade").compiled());

  @AfterEach
  void close() {
    store.close();
  }

  private String task(String column, String task) {
    return store.value(
        """
        select s.%s from task_state s join plan_task t using (project_id, number)
        join project p on p.id = project_id where p.name = 'spring' and t.id = ?
        """
            .formatted(column),
        task);
  }

  @Test
  void a_result_moves_its_task_and_stays_as_history() {
    store.run("spring");
    Dispatch sent = store.send("spring", 1, 1).get(0);
    store.record(
        "spring", 1, StoreHarness.report(sent, task -> task.startsWith("h1_stop") ? DONE : FAIL));

    assertThat(store.state("spring", "h1_stop_nova")).isEqualTo(DONE);
    assertThat(store.state("spring", "h1_upgrade_nova")).isEqualTo(FAIL);
    assertThat(task("error", "h1_upgrade_nova")).isEqualTo("it went wrong");
    assertThat(task("exit", "h1_upgrade_nova")).isEqualTo("1");
    assertThat(task("granted", "h1_upgrade_nova")).isEqualTo("false");
    assertThat(
            store.value(
                """
                select string_agg(concat_ws(' ', state, host, direction, attempt, revision, tail,
                  finished_at - started_at, stale), '; ' order by number) from attempt
                """))
        .isEqualTo("done h1 run 1 1 last words 00:00:05 f; fail h1 run 1 1 last words 00:00:05 f");
  }

  /** Spinnaker 7921: a duplicate delivery overwrote a finished state. */
  @Test
  void a_duplicate_delivery_changes_nothing() {
    store.run("spring");
    Dispatch sent = store.send("spring", 1, 1).get(0);
    store.record("spring", 1, StoreHarness.report(sent, task -> DONE));

    assertThat(store.record("spring", 1, StoreHarness.report(sent, task -> DONE)))
        .isEqualTo(new Recorded(0, 2));
    assertThat(store.record("spring", 1, StoreHarness.report(sent, task -> FAIL)).counted())
        .isZero();
    assertThat(store.state("spring", "h1_stop_nova")).isEqualTo(DONE);
    assertThat(store.value("select count(*) from attempt where not stale")).isEqualTo("2");
    assertThat(store.value("select count(*) from attempt where stale and state = 'fail'"))
        .isEqualTo("2");
  }

  @Test
  void of_two_results_of_one_grant_in_one_commit_the_first_counts() {
    store.run("spring");
    Dispatch sent = store.send("spring", 1, 1).get(0);
    Recorded recorded =
        store.results.commit(
            List.of(
                new RunReports(
                    "spring",
                    1,
                    List.of(
                        StoreHarness.report(sent, task -> DONE),
                        StoreHarness.report(sent, task -> UNKNOWN),
                        StoreHarness.report(sent, task -> DONE)))));

    assertThat(recorded).isEqualTo(new Recorded(2, 4));
    assertThat(store.state("spring", "h1_stop_nova")).isEqualTo(DONE);
    assertThat(store.value("select count(*) from attempt where not stale")).isEqualTo("2");
  }

  /** hawkBit 2161: two groups failed in one transaction, and the whole step was rolled back. */
  @Test
  void failures_of_two_groups_in_one_commit_do_not_roll_back_each_other() {
    List<RunReports> group = new ArrayList<>();
    for (String project : List.of("spring", "summer")) {
      store.run(project);
      for (Dispatch sent : store.send(project, 1, 1)) {
        group.add(new RunReports(project, 1, List.of(StoreHarness.report(sent, task -> FAIL))));
      }
    }
    group.add(new RunReports("deleted", 1, group.get(0).reports()));

    assertThat(store.results.commit(group)).isEqualTo(new Recorded(8, 2));
    assertThat(store.states("spring").values()).containsOnly(FAIL);
    assertThat(store.states("summer").values()).containsOnly(FAIL);
  }

  @Test
  void output_that_postgres_cannot_store_does_not_spoil_the_commit() {
    store.run("spring");
    Dispatch sent = store.send("spring", 1, 1).get(0);
    List<TaskResult> results =
        StoreHarness.report(sent, task -> DONE).results().stream()
            .map(
                r ->
                    new TaskResult(
                        r.number(),
                        r.task(),
                        r.state(),
                        0,
                        "a\0b",
                        "\0",
                        "\uD800 half a character",
                        r.startedAt(),
                        r.finishedAt()))
            .toList();
    store.record("spring", 1, new NodeTaskReport("h1", sent.order().grant(), results));

    assertThat(store.state("spring", "h1_stop_nova")).isEqualTo(DONE);
    assertThat(task("error", "h1_stop_nova")).isEqualTo("a\uFFFDb");
  }

  @Test
  void tasks_behind_a_failed_one_are_given_back_as_they_were_before() {
    store.run("spring");
    store.play("spring", 1, 1, task -> task.endsWith("stop_nova") ? FAIL : UNDO);

    assertThat(store.state("spring", "h1_upgrade_nova")).isEqualTo(UNDO);
    assertThat(task("attempt", "h1_upgrade_nova")).isEqualTo("0");
    assertThat(task("granted", "h1_upgrade_nova")).isEqualTo("false");
    assertThat(task("attempt", "h1_stop_nova")).isEqualTo("1");
  }

  @Test
  void a_failed_task_that_never_started_this_time_still_shows_its_failure() {
    store.run("spring");
    store.play("spring", 1, 1, task -> FAIL);
    store.runs.close("spring", 1, "failed");
    store.run("spring");
    store.play("spring", 2, 1, task -> task.endsWith("stop_nova") ? FAIL : UNDO);

    assertThat(store.state("spring", "h1_upgrade_nova")).isEqualTo(FAIL);
    assertThat(task("attempt", "h1_upgrade_nova")).isEqualTo("1");
    assertThat(task("error", "h1_upgrade_nova")).isEqualTo("it went wrong");
    assertThat(task("attempt", "h1_stop_nova")).isEqualTo("2");
  }

  @Test
  void every_result_moves_a_granted_task_only_as_the_table_of_transitions_allows() {
    store.run("spring");
    Dispatch sent = store.send("spring", 1, 1).get(0);
    for (TaskState granted : List.of(RUNNING, ROLLING_BACK)) {
      for (TaskState result : TaskState.values()) {
        grantAgain(granted);
        store.record("spring", 1, StoreHarness.report(sent, task -> result));
        TaskState expected =
            result == UNDO
                ? UNKNOWN
                : Transitions.legal(granted, Cause.RESULT, result) ? result : granted;

        assertThat(store.state("spring", "h1_stop_nova"))
            .as("%s, result %s", granted, result)
            .isEqualTo(expected);
      }
    }
  }

  /** As the newest grant would leave a task that was unknown before. */
  private void grantAgain(TaskState state) {
    store.database.tx(
        tx ->
            tx.update(
                """
                update task_state set state = ?, granted = true, before = 'unknown',
                  direction = ? where number = 1
                """,
                state.word(),
                state == RUNNING ? "run" : "rollback"));
  }

  @Test
  void a_task_that_is_not_granted_moves_by_no_result() {
    for (TaskState state : TaskState.values()) {
      store.run("spring");
      store.database.tx(tx -> tx.update("update task_state set state = ?", state.word()));
      for (TaskState result : TaskState.values()) {
        TaskResult odd =
            new TaskResult(1, "h1_stop_nova", result, null, null, null, null, null, null);
        store.record("spring", 1, new NodeTaskReport("h1", 0, List.of(odd)));

        assertThat(store.state("spring", "h1_stop_nova")).isEqualTo(state);
      }
    }
  }

  @Test
  void recorders_that_commit_the_same_results_at_once_count_each_of_them_once() throws Exception {
    store.run("spring");
    List<Dispatch> sent = store.send("spring", 1, 1);
    NodeTaskReport one = StoreHarness.report(sent.get(0), task -> DONE);
    NodeTaskReport two = StoreHarness.report(sent.get(1), task -> DONE);
    ExecutorService recorders = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Recorded>> commits = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        List<NodeTaskReport> order = i % 2 == 0 ? List.of(one, two) : List.of(two, one);
        commits.add(() -> store.results.commit(List.of(new RunReports("spring", 1, order))));
      }
      int counted = 0;
      for (Future<Recorded> commit : recorders.invokeAll(commits)) {
        counted += commit.get().counted();
      }
      assertThat(counted).isEqualTo(4);
      assertThat(store.value("select count(*) from attempt")).isEqualTo("4");
    } finally {
      recorders.shutdownNow();
    }
  }
}
