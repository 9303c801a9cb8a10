package io.upg.store;

import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.ROLLBACK_FAIL;
import static io.upg.plan.model.TaskState.ROLLED_BACK;
import static io.upg.plan.model.TaskState.RUNNING;
import static io.upg.plan.model.TaskState.SKIPPED;
import static io.upg.plan.model.TaskState.UNDO;
import static io.upg.plan.model.TaskState.UNKNOWN;
import static io.upg.plan.model.TaskState.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.contract.TaskOrder;
import io.upg.plan.cut.Cut;
import io.upg.plan.cut.Rule;
import io.upg.plan.cut.Selection;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** retry, rollback and skip, from the command to what becomes of the tasks. */
class TaskCommandsTest {
  /** Each of two hosts: check; then, one after the other, stop and upgrade; a commit for good. */
  private final StoreHarness store =
      new StoreHarness()
          .save(
              TestPlans.of("spring", 2)
                  .phase("check", 2, "check")
                  .phase("data", 1, "stop", "upgrade")
                  .irreversiblePhase("commit", 2, "commit")
                  .compiled());

  @AfterEach
  void close() {
    store.close();
  }

  private CommandAnswer retry(String... tasks) {
    return give(CommandKind.RETRY, c -> c, tasks);
  }

  private CommandAnswer rollback(String... tasks) {
    return give(CommandKind.ROLLBACK, c -> c, tasks);
  }

  private CommandAnswer skip(String... tasks) {
    return give(CommandKind.SKIP, c -> c.reason("not needed"), tasks);
  }

  private CommandAnswer give(
      CommandKind kind, UnaryOperator<CommandRequest.Builder> more, String... tasks) {
    return store.commands.judge("spring", command(kind, more, StoreHarness.tasks(tasks)));
  }

  private CommandRequest command(
      CommandKind kind, UnaryOperator<CommandRequest.Builder> more, Selection selection) {
    return more.apply(store.command(kind).selection(selection)).build();
  }

  private void allDone() {
    int run = store.run("spring").run();
    store.finish("spring", run);
  }

  private void checkEnds(io.upg.plan.model.TaskState state) {
    int run = store.run("spring", "check").run();
    store.play("spring", run, 1, task -> state);
    store.runs.close("spring", run, "ended");
  }

  private static void assertRefused(CommandAnswer answer, String rule, String... words) {
    assertThat(answer.accepted()).isFalse();
    assertThat(answer.refusal().rule()).isEqualTo(rule);
    assertThat(answer.refusal().message()).contains(words);
  }

  private boolean ran(String task) {
    String sql = "select s.ran from task_state s join plan_task t using (number) where t.id = ?";
    return Boolean.parseBoolean(store.value(sql, task));
  }

  private String lastAudit() {
    return store.value(
        "select command || ' ' || task_count || ' ' || tasks || ' ' || outcome"
            + " from audit order by id desc limit 1");
  }

  @Test
  void a_rollback_is_a_run_backwards_over_exactly_what_stands() {
    allDone();
    CommandAnswer answer = rollback("h2_upgrade_nova", "h2_stop_nova");

    assertThat(answer.first()).containsExactly("h2_upgrade_nova", "h2_stop_nova");
    assertThat(answer.started()).isTrue();
    assertThat(lastAudit()).isEqualTo("rollback 2 {[5,7)} accepted");
    store.takeBack("spring", answer.run());

    assertThat(store.states("spring"))
        .containsEntry("h2_upgrade_nova", ROLLED_BACK)
        .containsEntry("h2_stop_nova", ROLLED_BACK)
        .containsEntry("h1_upgrade_nova", DONE);
    assertThat(store.value("select state from run where run = 2")).isEqualTo("done");
  }

  @Test
  void what_was_taken_back_does_not_stand_any_more_and_runs_again() {
    allDone();
    assertThat(ran("h2_upgrade_nova")).isTrue();
    store.takeBack("spring", rollback("h2_upgrade_nova").run());
    assertThat(ran("h2_upgrade_nova")).isFalse();
    assertRefused(rollback("h2_upgrade_nova"), Rule.WRONG_STATE, "h2_upgrade_nova (rolled_back)");

    CommandAnswer again = store.run("spring");
    assertThat(again.first()).containsExactly("h2_upgrade_nova");
    store.finish("spring", again.run());
    assertThat(ran("h2_upgrade_nova")).isTrue();
    assertThat(store.value("select attempt from task_state where number = 6")).isEqualTo("2");
  }

  @Test
  void later_tasks_that_stand_refuse_a_rollback_until_it_says_what_becomes_of_them() {
    allDone();
    CommandAnswer refused = rollback("h1_check_nova");
    assertRefused(refused, Rule.DEPENDENTS, "--with-dependents", "--only --reason R");
    assertThat(refused.refusal().tasks()).containsExactly("h1_stop_nova", "h1_upgrade_nova");
    assertThat(lastAudit()).isEqualTo("rollback 0 {} refused: dependents");
    assertThat(store.value("select count(*) from run")).isEqualTo("1");

    CommandAnswer all = give(CommandKind.ROLLBACK, c -> c.withDependents(true), "h1_check_nova");
    assertThat(all.first()).containsExactly("h1_upgrade_nova", "h1_stop_nova", "h1_check_nova");
  }

  @Test
  void a_rollback_of_a_task_alone_says_why_and_what_it_leaves_standing() {
    allDone();
    assertRefused(
        give(CommandKind.ROLLBACK, c -> c.only(true), "h1_stop_nova"), Rule.BAD_INPUT, "--reason");

    CommandAnswer answer =
        give(CommandKind.ROLLBACK, c -> c.only(true).reason("bad data"), "h1_stop_nova");
    assertThat(answer.first()).containsExactly("h1_stop_nova");
    assertThat(answer.notes()).anyMatch(note -> note.contains("h1_upgrade_nova (done)"));
    store.takeBack("spring", answer.run());
    assertThat(store.state("spring", "h1_stop_nova")).isEqualTo(ROLLED_BACK);
    assertThat(store.value("select reason from audit order by id desc limit 1"))
        .isEqualTo("bad data");
  }

  @Test
  void nothing_is_taken_back_across_the_point_of_no_return() {
    allDone();
    int commit = store.run("spring", "commit").run();
    store.finish("spring", commit);

    assertRefused(
        rollback("h1_upgrade_nova"), Rule.IRREVERSIBLE, "point of no return", "h1_commit_nova");
  }

  @Test
  void what_a_run_is_at_work_on_is_left_to_it() {
    store.run("spring", "check");
    store.runs.open("spring", 1, 1);
    assertRefused(rollback("h1_check_nova"), Rule.TASK_RUNNING, "upg status spring --watch");

    List<Dispatch> sent = store.send("spring", 1, 1);
    assertThat(sent).hasSize(2);
    assertRefused(retry("h1_check_nova"), Rule.TASK_RUNNING, "h1_check_nova (running)");
    assertRefused(skip("h1_check_nova"), Rule.TASK_RUNNING, "h1_check_nova (running)");
    assertRefused(rollback("h1_check_nova"), Rule.TASK_RUNNING, "h1_check_nova (running)");
  }

  @Test
  void a_task_that_waits_behind_the_first_group_of_its_node_task_is_at_work_too() {
    checkEnds(DONE);
    store.run("spring", "data");
    store.send("spring", 2, 1);

    assertThat(store.state("spring", "h1_upgrade_nova")).isEqualTo(UNDO);
    assertRefused(skip("h1_upgrade_nova"), Rule.TASK_RUNNING, "h1_upgrade_nova (undo, granted)");
  }

  @Test
  void a_retry_repeats_what_failed_with_a_new_attempt() {
    checkEnds(FAIL);
    assertRefused(retry("h1_stop_nova"), Rule.WRONG_STATE, "h1_stop_nova (undo)", "upg run spring");
    CommandAnswer answer = retry("h1_check_nova");

    assertThat(answer.count()).isEqualTo(1);
    TaskOrder order = store.send("spring", answer.run(), 1).get(0).order().tasks().get(0);
    assertThat(order.attempt()).isEqualTo(2);
  }

  @Test
  void a_retry_waits_for_its_predecessors() {
    checkEnds(FAIL);
    skip("h1_stop_nova");
    assertRefused(retry("h1_stop_nova"), Rule.PREDECESSORS, "h1_check_nova (fail)");
  }

  @Test
  void a_retry_goes_one_way() {
    checkEnds(DONE);
    int back = rollback("h1_check_nova").run();
    store.play("spring", back, 1, task -> ROLLBACK_FAIL);
    store.runs.close("spring", back, null);
    skip("h2_stop_nova");

    assertRefused(
        retry("h1_check_nova", "h2_stop_nova"), Rule.MIXED_DIRECTIONS, "upg retry spring TASK");
    CommandAnswer again = retry("h1_check_nova");
    store.takeBack("spring", again.run());
    assertThat(store.state("spring", "h1_check_nova")).isEqualTo(ROLLED_BACK);
  }

  @Test
  void a_skip_is_done_at_once_and_needs_a_reason() {
    assertRefused(give(CommandKind.SKIP, c -> c, "h1_check_nova"), Rule.BAD_INPUT, "--reason");
    CommandAnswer answer = skip("h1_check_nova");

    assertThat(answer.run()).isZero();
    assertThat(answer.count()).isEqualTo(1);
    assertThat(answer.first()).containsExactly("h1_check_nova");
    assertThat(answer.notes()).anyMatch(note -> note.contains("Still to run: 3 later tasks"));
    assertThat(store.state("spring", "h1_check_nova")).isEqualTo(SKIPPED);
    assertThat(lastAudit()).isEqualTo("skip 1 {[1,2)} accepted");
    assertRefused(skip("h1_check_nova"), Rule.WRONG_STATE, "h1_check_nova (skipped)");
  }

  @Test
  void a_task_that_was_skipped_after_it_had_run_still_stands_another_one_does_not() {
    checkEnds(FAIL);
    skip("h1_check_nova", "h2_stop_nova");

    assertThat(rollback("h1_check_nova").first()).containsExactly("h1_check_nova");
    assertRefused(rollback("h2_stop_nova"), Rule.WRONG_STATE, "h2_stop_nova (skipped)");
  }

  @Test
  void an_unreachable_task_stands_only_where_an_earlier_attempt_had_run() {
    checkEnds(FAIL);
    int again = store.run("spring", "check").run();
    store.play("spring", again, 1, task -> UNREACHABLE);
    store.runs.close("spring", again, "unreachable");
    assertThat(ran("h1_check_nova")).isTrue();

    store.takeBack("spring", rollback("h1_check_nova", "h2_check_nova").run());
    checkEnds(UNREACHABLE);
    assertThat(ran("h1_check_nova")).isFalse();
    assertRefused(rollback("h1_check_nova"), Rule.WRONG_STATE, "h1_check_nova (unreachable)");
  }

  @Test
  void a_skipped_failed_rollback_counts_as_taken_back_and_may_be_skipped_again() {
    checkEnds(DONE);
    int back = rollback("h1_check_nova").run();
    store.play("spring", back, 1, task -> ROLLBACK_FAIL);
    store.runs.close("spring", back, null);

    assertThat(skip("h1_check_nova").notes()).anyMatch(note -> note.contains("rolled_back"));
    assertThat(store.state("spring", "h1_check_nova")).isEqualTo(ROLLED_BACK);
    assertThat(ran("h1_check_nova")).isFalse();
    skip("h1_check_nova");
    assertThat(store.state("spring", "h1_check_nova")).isEqualTo(SKIPPED);
    assertRefused(rollback("h1_check_nova"), Rule.WRONG_STATE, "h1_check_nova (skipped)");
  }

  @Test
  void a_lost_result_stands_as_unknown_and_counts_when_it_comes() {
    store.run("spring", "check");
    List<Dispatch> sent = store.send("spring", 1, 1);
    store.runs.close("spring", 1, "lost");
    assertThat(store.state("spring", "h1_check_nova")).isEqualTo(UNKNOWN);
    assertThat(rollback("h1_check_nova").accepted()).isTrue();

    store.record("spring", 1, StoreHarness.report(sent.get(0), task -> DONE));
    assertThat(store.state("spring", "h1_check_nova")).isEqualTo(DONE);
  }

  @Test
  void a_lost_result_that_comes_after_the_operator_s_word_is_history() {
    store.run("spring", "check");
    List<Dispatch> sent = store.send("spring", 1, 1);
    store.runs.close("spring", 1, "lost");
    skip("h1_check_nova");

    assertThat(store.record("spring", 1, StoreHarness.report(sent.get(0), task -> DONE)))
        .isEqualTo(new Recorded(0, 1));
    assertThat(store.state("spring", "h1_check_nova")).isEqualTo(SKIPPED);
    assertThat(rollback("h1_check_nova").count()).isEqualTo(1);
  }

  @Test
  void a_lost_attempt_stands_also_where_the_next_one_never_reached_the_host() {
    store.run("spring", "check");
    store.send("spring", 1, 1);
    store.runs.close("spring", 1, "lost");
    int again = retry("h1_check_nova").run();
    store.play("spring", again, 1, task -> UNREACHABLE);
    store.runs.close("spring", again, null);

    assertThat(ran("h1_check_nova")).isTrue();
    assertThat(rollback("h1_check_nova").count()).isEqualTo(1);
  }

  /** The only order of a run's first batch. */
  private TaskOrder order(int run) {
    List<Dispatch> sent = store.send("spring", run, 1);
    assertThat(sent).hasSize(1);
    return sent.get(0).order().tasks().get(0);
  }

  @Test
  void a_retry_of_what_is_unknown_tells_the_agent_from_which_grant_on_to_look() {
    store.run("spring", "check");
    long lost = store.send("spring", 1, 1).get(0).order().grant();
    store.runs.close("spring", 1, "lost");
    int first = retry("h1_check_nova").run();
    assertThat(order(first).earlier()).isEqualTo(lost);

    // It was not heard of again, and then not reached: still nobody has asked.
    store.play("spring", first, 1, task -> UNKNOWN);
    store.runs.close("spring", first, null);
    int second = retry("h1_check_nova").run();
    store.play("spring", second, 1, task -> UNREACHABLE);
    store.runs.close("spring", second, null);
    int third = store.runTasks("spring", "h1_check_nova").run();
    assertThat(order(third).earlier()).isEqualTo(lost);

    store.play("spring", third, 1, task -> FAIL);
    store.runs.close("spring", third, null);
    assertThat(order(retry("h1_check_nova").run()).earlier()).isNull();
  }

  @Test
  void a_rollback_that_failed_or_was_lost_is_asked_for_when_it_is_tried_again() {
    checkEnds(DONE);
    int back = rollback("h1_check_nova").run();
    assertThat(order(back).earlier()).isNull();
    store.runs.close("spring", back, "lost");
    assertThat(store.state("spring", "h1_check_nova")).isEqualTo(ROLLBACK_FAIL);

    int again = retry("h1_check_nova").run();
    assertThat(order(again).earlier()).isNotNull();
    store.takeBack("spring", again);
    int forwards = store.runTasks("spring", "h1_check_nova").run();
    assertThat(order(forwards).earlier()).isNull();
  }

  @Test
  void what_was_unknown_when_it_was_skipped_is_asked_for_when_it_runs_after_all() {
    checkEnds(UNKNOWN);
    skip("h1_check_nova");

    assertThat(order(retry("h1_check_nova").run()).earlier()).isNotNull();
  }

  @Test
  void a_task_that_was_not_started_on_the_way_back_is_what_it_was() {
    allDone();
    int back = rollback("h1_upgrade_nova", "h1_stop_nova").run();
    store.play("spring", back, 1, task -> task.equals("h1_upgrade_nova") ? ROLLBACK_FAIL : UNDO);

    assertThat(store.state("spring", "h1_stop_nova")).isEqualTo(DONE);
    assertThat(store.value("select attempt from task_state where number = 3")).isEqualTo("1");
  }

  /** Two batches. */
  private int retryOfBothStops() {
    checkEnds(DONE);
    for (String task : List.of("h1_stop_nova", "h2_stop_nova")) {
      int run = give(CommandKind.RUN, c -> c.outOfOrder(true).reason("alone"), task).run();
      store.play("spring", run, 1, t -> FAIL);
      store.runs.close("spring", run, "it failed");
    }
    return retry("h1_stop_nova", "h2_stop_nova").run();
  }

  @Test
  void a_rollback_takes_the_task_from_a_retry_that_has_not_come_to_it() {
    int retry = retryOfBothStops();
    store.play("spring", retry, 1, t -> DONE);

    store.takeBack("spring", rollback("h2_stop_nova").run());

    assertThat(store.send("spring", retry, 2)).isEmpty();
    assertThat(store.state("spring", "h2_stop_nova")).isEqualTo(ROLLED_BACK);
  }

  @Test
  void a_rollback_that_is_refused_takes_nothing_from_a_retry() {
    int retry = retryOfBothStops();
    store.play("spring", retry, 1, t -> DONE);
    store.database.tx(
        tx ->
            tx.update(
                """
                insert into fleet_version (host, component, instance, version, project)
                select host, component, name, '99', 'summer' from plan_instance where host = 'h2'
                on conflict (host, component, instance) do update
                  set version = excluded.version, project = excluded.project
                """));

    assertRefused(rollback("h2_stop_nova"), Rule.FLEET_VERSION, "summer");

    assertThat(store.send("spring", retry, 2)).hasSize(1);
  }

  @Test
  void a_skip_takes_the_task_from_a_retry_that_has_not_come_to_it() {
    int retry = retryOfBothStops();
    store.play("spring", retry, 1, t -> DONE);

    assertThat(skip("h2_stop_nova").accepted()).isTrue();

    assertThat(store.send("spring", retry, 2)).isEmpty();
    assertThat(store.runs.judge("spring", retry, 2).passed()).isTrue();
    assertThat(store.state("spring", "h2_stop_nova")).isEqualTo(SKIPPED);
  }

  @Test
  void the_same_id_acts_once() {
    allDone();
    CommandRequest command =
        command(CommandKind.ROLLBACK, c -> c, StoreHarness.tasks("h1_upgrade_nova"));
    CommandAnswer first = store.commands.judge("spring", command);
    store.takeBack("spring", first.run());

    assertThat(store.commands.judge("spring", command)).isEqualTo(first);
    assertThat(store.value("select count(*) from run")).isEqualTo("2");
    assertThat(store.value("select count(*) from audit where command = 'rollback'")).isEqualTo("1");
  }

  @Test
  void an_unknown_name_or_no_selection_is_bad_input() {
    assertRefused(rollback("h1_chek_nova"), Rule.BAD_INPUT, "h1_chek_nova");
    assertRefused(rollback(), Rule.BAD_INPUT, "No task of project 'spring' is selected");
  }

  @Test
  void a_filter_that_leaves_nothing_to_do_is_accepted_without_a_run() {
    Selection failed = new Selection(null, null, null, null, null, true, false);
    CommandAnswer answer =
        store.commands.judge("spring", command(CommandKind.RETRY, c -> c, failed));

    assertThat(answer.accepted()).isTrue();
    assertThat(answer.run()).isZero();
  }

  @Test
  void a_dry_run_names_exactly_what_the_run_then_does_in_its_order() {
    allDone();
    Selection host = new Selection(null, "h1", null, null, null, false, false);
    CommandRequest command = command(CommandKind.ROLLBACK, c -> c, host);
    GlobalPlan plan = store.plans.load("spring");
    Cut cut =
        store.database.tx(
            tx ->
                CommandCut.of(
                    plan,
                    RecordedFacts.read(tx, ProjectRow.find(tx, "spring").orElseThrow().id()),
                    command));
    List<String> told = ((Cut.Accepted) cut).plan().inOrder().map(Task::id).toList();

    int run = store.commands.judge("spring", command).run();
    List<String> done = new ArrayList<>();
    for (int batch = 1; batch <= store.runs.outline("spring", run).batches(); batch++) {
      store.play(
          "spring",
          run,
          batch,
          task -> {
            done.add(task);
            return ROLLED_BACK;
          });
    }
    assertThat(told).containsExactly("h1_upgrade_nova", "h1_stop_nova", "h1_check_nova");
    assertThat(done).isEqualTo(told);
  }

  @Test
  void a_command_on_a_paused_project_goes_its_way_the_pause_stops_what_was_open() {
    allDone();
    int before = rollback("h2_upgrade_nova").run();
    store.give("spring", CommandKind.PAUSE);
    int after = rollback("h1_upgrade_nova").run();

    assertThat(store.runs.open("spring", before, 1).stop())
        .contains("paused by anna", "upg resume spring, then give the rollback again");
    assertThat(store.runs.open("spring", after, 1).stop()).isNull();
    assertThat(store.send("spring", after, 1)).hasSize(1);
    assertThat(store.state("spring", "h1_upgrade_nova")).isNotIn(RUNNING, DONE);
  }
}
