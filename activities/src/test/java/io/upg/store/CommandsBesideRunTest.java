package io.upg.store;

import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.ROLLBACK_FAIL;
import static io.upg.plan.model.TaskState.ROLLED_BACK;
import static io.upg.plan.model.TaskState.UNDO;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.contract.Verdict;
import io.upg.plan.cut.Rule;
import io.upg.plan.cut.Selection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs of commands beside a forward run, and what gates, verdicts and ends make of both. */
class CommandsBesideRunTest {
  /** Each of three hosts: prepare, convert, start; a phase is a batch of all hosts. */
  private final StoreHarness store =
      new StoreHarness()
          .save(
              TestPlans.of("spring", 3)
                  .phase("prepare", 3, "prepare")
                  .phase("convert", 3, "convert")
                  .phase("start", 3, "start")
                  .compiled());

  @AfterEach
  void close() {
    store.close();
  }

  private CommandAnswer give(CommandKind kind, String... tasks) {
    return store.commands.judge(
        "spring",
        store.command(kind).selection(StoreHarness.tasks(tasks)).reason("said so").build());
  }

  private CommandAnswer rollback(String... tasks) {
    return give(CommandKind.ROLLBACK, tasks);
  }

  private CommandAnswer rollbackAll() {
    Selection all = new Selection(null, null, null, null, null, false, true);
    return store.commands.judge(
        "spring", store.command(CommandKind.ROLLBACK).selection(all).build());
  }

  private CommandAnswer retry(String... tasks) {
    return give(CommandKind.RETRY, tasks);
  }

  private List<String> hosts(List<Dispatch> sent) {
    return sent.stream().map(dispatch -> dispatch.order().host()).toList();
  }

  private String run(int run, String column) {
    return store.value("select " + column + " from run where run = ?", run);
  }

  private String version(String host) {
    return store.value("select max(version) from fleet_version where host = ?", host);
  }

  /** A forward run over all, with its first batches played. */
  private void runTo(int batches) {
    store.run("spring");
    for (int batch = 1; batch <= batches; batch++) {
      store.play("spring", 1, batch, task -> DONE);
    }
  }

  @Test
  void an_open_run_leaves_out_the_host_on_which_something_was_taken_back_and_goes_on_elsewhere() {
    runTo(2);
    store.takeBack("spring", rollback("h2_convert_nova").run());

    assertThat(hosts(store.send("spring", 1, 3))).containsExactly("h1", "h3");
    store.play("spring", 1, 3, task -> DONE);
    store.runs.close("spring", 1, null);

    assertThat(store.state("spring", "h2_start_nova")).isEqualTo(UNDO);
    assertThat(run(1, "state")).isEqualTo("stopped");
    assertThat(run(1, "waiting_for"))
        .contains("h2_convert_nova (rolled_back), h2_start_nova (undo)", "upg run spring");
    assertThat(store.run("spring").first()).containsExactly("h2_convert_nova", "h2_start_nova");
  }

  @Test
  void what_was_taken_back_is_run_again_by_a_retry_and_the_open_run_takes_its_host_along_again() {
    runTo(2);
    store.takeBack("spring", rollback("h2_convert_nova").run());

    assertThat(store.run("spring").notes())
        .anyMatch(note -> note.contains("is past what was taken back since: h2_convert_nova"));
    store.play("spring", retry("h2_convert_nova").run(), 1, task -> DONE);

    assertThat(store.state("spring", "h2_convert_nova")).isEqualTo(DONE);
    assertThat(hosts(store.send("spring", 1, 3))).containsExactly("h1", "h2", "h3");
  }

  @Test
  void a_host_that_is_being_taken_back_is_left_out_too() {
    runTo(2);
    store.send("spring", rollback("h2_convert_nova").run(), 1);

    assertThat(hosts(store.send("spring", 1, 3))).containsExactly("h1", "h3");
  }

  @Test
  void a_host_whose_rollback_is_about_to_be_granted_is_left_out_too() {
    runTo(2);
    store.runs.open("spring", rollback("h2_convert_nova").run(), 1);

    assertThat(hosts(store.send("spring", 1, 3))).containsExactly("h1", "h3");
  }

  @Test
  void a_rollback_leaves_alone_what_the_open_run_has_come_to_since() {
    runTo(2);
    int back = rollback("h2_convert_nova").run();
    store.runs.open("spring", 1, 3);

    assertThat(store.send("spring", back, 1)).isEmpty();
    assertThat(store.runs.judge("spring", back, 1).passed()).isTrue();
    store.runs.close("spring", back, null);
    assertThat(run(back, "state")).isEqualTo("stopped");
    assertThat(run(back, "waiting_for")).contains("still stands", "h2_convert_nova (done)");
    assertThat(hosts(store.send("spring", 1, 3))).containsExactly("h1", "h2", "h3");
  }

  @Test
  void a_task_taken_back_before_its_batch_was_judged_does_not_stop_the_run() {
    runTo(1);
    List<Dispatch> sent = store.send("spring", 1, 2);
    store.record("spring", 1, StoreHarness.report(sent.get(1), task -> DONE));
    store.takeBack("spring", rollback("h2_convert_nova").run());
    store.record("spring", 1, StoreHarness.report(sent.get(0), task -> DONE));
    store.record("spring", 1, StoreHarness.report(sent.get(2), task -> DONE));

    Verdict verdict = store.runs.judge("spring", 1, 2);
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.settled()).isEqualTo(2);
    assertThat(hosts(store.send("spring", 1, 3))).containsExactly("h1", "h3");
  }

  @Test
  void a_host_that_was_mended_in_time_goes_on_with_the_others() {
    runTo(2);
    store.takeBack("spring", rollback("h2_convert_nova").run());
    give(CommandKind.SKIP, "h2_convert_nova");
    int retry = retry("h2_convert_nova").run();
    store.play("spring", retry, 1, task -> DONE);

    assertThat(hosts(store.send("spring", 1, 3))).containsExactly("h1", "h2", "h3");
  }

  @Test
  void a_failing_rollback_stops_its_host_and_the_run_says_at_its_end_what_to_do() {
    runTo(3);
    store.runs.close("spring", 1, null);
    int back = rollbackAll().run();
    Verdict verdict =
        store.play("spring", back, 1, task -> task.startsWith("h2") ? ROLLBACK_FAIL : ROLLED_BACK);
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.failed()).isEqualTo(1);
    assertThat(hosts(store.send("spring", back, 2))).containsExactly("h3", "h1");
  }

  @Test
  void the_end_of_a_rollback_that_failed_somewhere_names_what_stands() {
    runTo(3);
    store.runs.close("spring", 1, null);
    int back = rollbackAll().run();
    for (int batch = 1; batch <= 3; batch++) {
      store.play(
          "spring",
          back,
          batch,
          task -> task.equals("h2_start_nova") ? ROLLBACK_FAIL : ROLLED_BACK);
    }
    store.runs.close("spring", back, null);

    assertThat(run(back, "state")).isEqualTo("stopped");
    assertThat(run(back, "waiting_for"))
        .contains("h2_start_nova (rollback_fail)", "h2_prepare_nova (done), h2_convert_nova (done)")
        .contains("upg retry spring --failed", "upg skip spring h2_start_nova --reason R");
    assertThat(version("h1")).isEqualTo("1");
    assertThat(version("h2")).isEqualTo("2");

    int mended = retry("h2_start_nova").run();
    store.takeBack("spring", mended);
    assertThat(run(mended, "state")).isEqualTo("done");
    store.takeBack("spring", rollbackAll().run());
    assertThat(store.states("spring").values()).containsOnly(ROLLED_BACK);
    assertThat(version("h2")).isEqualTo("1");
  }

  @Test
  void a_host_with_a_task_that_never_ran_is_back_when_all_that_ran_is() {
    give(CommandKind.SKIP, "h1_prepare_nova");
    runTo(3);
    store.runs.close("spring", 1, null);
    assertThat(version("h1")).isEqualTo("2");
    store.takeBack("spring", rollbackAll().run());

    assertThat(version("h1")).isEqualTo("1");
  }

  @Test
  void two_rollbacks_of_one_task_take_it_back_once() {
    runTo(3);
    store.runs.close("spring", 1, null);
    int first = rollback("h1_start_nova").run();
    int second = rollback("h1_start_nova").run();
    assertThat(store.send("spring", first, 1)).hasSize(1);

    assertThat(store.send("spring", second, 1)).isEmpty();
  }

  @Test
  void a_forward_run_given_while_a_rollback_goes_on_does_not_run_into_it() {
    runTo(3);
    store.runs.close("spring", 1, null);
    int back = rollbackAll().run();
    store.play("spring", back, 1, task -> ROLLED_BACK);
    CommandAnswer forwards = store.run("spring");
    assertThat(forwards.count()).isEqualTo(3);
    store.runs.open("spring", back, 2);

    assertThat(store.send("spring", forwards.run(), 1)).isEmpty();
  }

  @Test
  void a_retry_that_fails_again_says_how_to_go_on() {
    store.run("spring", "prepare");
    store.play("spring", 1, 1, task -> FAIL);
    store.runs.close("spring", 1, "failed");
    int retry = retry("h1_prepare_nova").run();
    Verdict verdict = store.play("spring", retry, 1, task -> FAIL);
    assertThat(verdict.waitingFor()).contains("h1_prepare_nova (it went wrong)");
    store.runs.close("spring", retry, null);

    assertThat(run(retry, "state")).isEqualTo("stopped");
    assertThat(run(retry, "waiting_for")).endsWith("upg retry spring --failed");
  }

  @Test
  void what_is_at_work_cannot_be_taken_back_with_what_it_stands_on() {
    runTo(2);
    store.send("spring", 1, 3);
    CommandAnswer refused = rollback("h2_convert_nova");

    assertThat(refused.refusal().rule()).isEqualTo(Rule.TASK_RUNNING);
    assertThat(refused.refusal().message()).contains("h2_start_nova (running)");
  }
}
