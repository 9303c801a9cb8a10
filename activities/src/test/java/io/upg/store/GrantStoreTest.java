package io.upg.store;

import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.RUNNING;
import static io.upg.plan.model.TaskState.UNDO;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.NodeTaskReport;
import io.upg.contract.ShardInput;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.contract.TaskOrder;
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

class GrantStoreTest {
  /** Two hosts in one batch, each: stop, convert, start. */
  private final StoreHarness store =
      new StoreHarness()
          .save(TestPlans.of("spring", 2).phase("data", 2, "stop", "convert", "start").compiled());

  @AfterEach
  void close() {
    store.close();
  }

  /** A second open run over the same tasks, as an operator's command makes one. */
  private void commandRun(int run, String command, String direction) {
    commandRun(run, command, direction, "{[1,7)}");
  }

  private void commandRun(int run, String command, String direction, String tasks) {
    store.database.tx(
        tx -> {
          tx.update(
              """
              insert into run (project_id, run, command, direction, request, plan_digest, tasks,
                task_count, state, batches, who)
              select id, ?, ?, ?, '{}', '', ?::int4multirange, 6, 'open', 1, 'bert' from project
              """,
              run,
              command,
              direction,
              tasks);
          tx.update(
              """
              insert into run_batch (project_id, run, batch, phase, plan_batch, stage, tasks, state)
              select id, ?, 1, 0, 1, 'hosts', ?::int4multirange, 'running' from project
              """,
              run,
              tasks);
          return tx.update(
              """
              insert into run_shard (project_id, run, batch, shard, tasks)
              select id, ?, 1, 1, ?::int4multirange from project
              """,
              run,
              tasks);
        });
  }

  private List<Dispatch> grant(int run) {
    return store.grants.grant(new ShardInput("spring", run, 1, 1)).dispatches();
  }

  private void state(int number, TaskState state) {
    store.database.tx(
        tx -> tx.update("update task_state set state = ? where number = ?", state.word(), number));
  }

  private static List<String> tasks(List<Dispatch> dispatches) {
    return dispatches.stream()
        .flatMap(dispatch -> dispatch.order().tasks().stream())
        .map(TaskOrder::task)
        .toList();
  }

  @Test
  void two_open_runs_cannot_hold_one_task() {
    store.run("spring");
    List<Dispatch> first = store.send("spring", 1, 1);
    commandRun(2, "retry", "run");

    assertThat(tasks(first)).hasSize(6);
    assertThat(grant(2)).isEmpty();
    assertThat(store.value("select count(*) from task_state where run = 1 and attempt = 1"))
        .isEqualTo("6");
  }

  @Test
  void a_task_that_waits_behind_the_first_group_of_another_run_is_held_too() {
    store.run("spring");
    store.send("spring", 1, 1);
    assertThat(store.state("spring", "h1_start_nova")).isEqualTo(UNDO);
    commandRun(2, "retry", "run", "{[3,4)}");

    assertThat(grant(2)).isEmpty();
  }

  @Test
  void runs_that_reach_for_the_same_tasks_at_once_get_each_task_once() throws Exception {
    List<Callable<List<Dispatch>>> runs = new ArrayList<>();
    for (int run = 1; run <= 4; run++) {
      commandRun(run, "retry", "run");
      int number = run;
      runs.add(() -> grant(number));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Dispatch> all = new ArrayList<>();
      for (Future<List<Dispatch>> granted : threads.invokeAll(runs)) {
        all.addAll(granted.get());
      }
      assertThat(tasks(all)).hasSize(6).doesNotHaveDuplicates();
      assertThat(all)
          .extracting(dispatch -> dispatch.order().grant())
          .containsOnly(all.get(0).order().grant());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void what_a_closed_run_held_may_be_taken_again() {
    store.run("spring");
    long before = store.send("spring", 1, 1).get(0).order().grant();
    store.runs.close("spring", 1, "lost");
    commandRun(2, "retry", "run");

    List<Dispatch> again = grant(2);
    assertThat(tasks(again)).hasSize(6);
    assertThat(again.get(0).order().grant()).isGreaterThan(before);
    assertThat(again.get(0).order().tasks().get(0).attempt()).isEqualTo(2);
  }

  @Test
  void granting_a_shard_again_gives_the_same_order_and_no_new_attempt() {
    store.run("spring");
    List<Dispatch> first = store.send("spring", 1, 1);

    assertThat(grant(1)).isEqualTo(first);
  }

  @Test
  void granting_a_shard_again_leaves_out_the_hosts_that_have_answered() {
    store.run("spring");
    List<Dispatch> first = store.send("spring", 1, 1);
    store.record("spring", 1, StoreHarness.report(first.get(0), task -> DONE));

    assertThat(grant(1)).containsExactly(first.get(1));
  }

  @Test
  void groups_without_a_task_to_do_are_left_out_of_the_order() {
    state(1, DONE);
    commandRun(1, "run", "run");
    Dispatch dispatch = grant(1).get(0);

    assertThat(dispatch.order().groups()).hasSize(2);
    assertThat(store.state("spring", "h1_convert_nova")).isEqualTo(RUNNING);
    assertThat(store.state("spring", "h1_start_nova")).isEqualTo(UNDO);
  }

  @Test
  void a_task_that_may_not_be_taken_keeps_back_what_comes_behind_it_on_its_host_only() {
    state(2, TaskState.UNKNOWN);
    commandRun(1, "run", "run");

    assertThat(tasks(grant(1)))
        .containsExactly("h1_stop_nova", "h2_stop_nova", "h2_convert_nova", "h2_start_nova");
  }

  @Test
  void a_rollback_goes_through_the_groups_backwards_and_keeps_the_attempt() {
    store.run("spring");
    store.play("spring", 1, 1, task -> DONE);
    store.runs.close("spring", 1, null);
    commandRun(2, "rollback", "rollback");
    Dispatch back = grant(2).stream().filter(d -> d.order().host().equals("h1")).findAny().get();

    assertThat(back.order().tasks())
        .extracting(task -> task.task() + " " + task.attempt())
        .containsExactly("h1_start_nova 1", "h1_convert_nova 1", "h1_stop_nova 1");
    assertThat(store.state("spring", "h1_start_nova")).isEqualTo(TaskState.ROLLING_BACK);
    assertThat(store.state("spring", "h1_stop_nova")).isEqualTo(DONE);
  }

  @Test
  void a_run_takes_a_task_from_exactly_the_states_that_the_table_of_transitions_allows() {
    int run = 0;
    for (String command : List.of("run", "retry", "rollback")) {
      TaskState to = command.equals("rollback") ? TaskState.ROLLING_BACK : RUNNING;
      for (TaskState from : TaskState.values()) {
        store.database.tx(tx -> tx.update("update task_state set state = 'done', granted = false"));
        store.database.tx(tx -> tx.update("update run set state = 'done'"));
        state(1, from);
        store.database.tx(tx -> tx.update("update task_state set ran = true where number = 1"));
        commandRun(++run, command, command.equals("rollback") ? "rollback" : "run");
        boolean allowed =
            Transitions.legal(from, Cause.GRANT, to) && (!command.equals("run") || from.runnable());

        assertThat(tasks(grant(run)).contains("h1_stop_nova"))
            .as("%s takes a task that is %s", command, from)
            .isEqualTo(allowed);
      }
    }
  }

  @Test
  void a_rollback_does_not_take_what_was_skipped_or_unreachable_without_having_run() {
    int run = 0;
    for (TaskState state : List.of(TaskState.SKIPPED, TaskState.UNREACHABLE)) {
      state(1, state);
      commandRun(++run, "rollback", "rollback", "{[1,2)}");

      assertThat(grant(run)).isEmpty();
    }
  }

  @Test
  void a_result_of_an_older_grant_loses_against_the_newer_one() {
    store.run("spring");
    NodeTaskReport late = StoreHarness.report(store.send("spring", 1, 1).get(0), task -> FAIL);
    store.runs.close("spring", 1, "lost");
    commandRun(2, "retry", "run");
    Dispatch again = grant(2).get(0);

    assertThat(store.record("spring", 1, late)).isEqualTo(new Recorded(0, 3));
    assertThat(store.state("spring", "h1_stop_nova")).isEqualTo(RUNNING);
    assertThat(store.record("spring", 2, StoreHarness.report(again, task -> DONE)))
        .isEqualTo(new Recorded(3, 0));
    assertThat(store.record("spring", 1, late).counted()).isZero();
    assertThat(store.state("spring", "h1_stop_nova")).isEqualTo(DONE);
    assertThat(store.value("select count(*) from attempt where stale and state = 'fail'"))
        .isEqualTo("3");
  }
}
