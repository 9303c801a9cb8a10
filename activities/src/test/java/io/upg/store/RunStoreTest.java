package io.upg.store;

import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.RUNNING;
import static io.upg.plan.model.TaskState.UNDO;
import static io.upg.plan.model.TaskState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.Gate;
import io.upg.contract.ShardInput;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.contract.Verdict;
import io.upg.plan.model.Budget;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunStoreTest {
  private final StoreHarness store = new StoreHarness();

  @AfterEach
  void close() {
    store.close();
  }

  /** Three hosts, one a batch, each: stop, then upgrade. */
  private void spring(Budget budget) {
    store.save(
        TestPlans.of("spring", 3).budget(budget).phase("data", 1, "stop", "upgrade").compiled());
  }

  private String runState(int run) {
    return store.value("select state from run where run = ?", run);
  }

  private String version(String host) {
    return store.value("select max(version) from fleet_version where host = ?", host);
  }

  @Test
  void a_run_goes_through_its_batches_and_leaves_every_instance_at_its_new_version() {
    spring(Budget.NONE);
    CommandAnswer answer = store.run("spring");
    assertThat(answer.count()).isEqualTo(6);
    assertThat(store.runs.outline("spring", 1).batches()).isEqualTo(3);
    assertThat(store.runs.openRuns("spring")).containsExactly(1);

    store.finish("spring", 1);

    assertThat(store.states("spring").values()).containsOnly(DONE);
    assertThat(runState(1)).isEqualTo("done");
    assertThat(store.runs.openRuns("spring")).isEmpty();
    assertThat(version("h3")).isEqualTo("2");
  }

  @Test
  void of_several_hops_the_last_one_that_was_made_says_the_version() {
    store.save(
        TestPlans.of("spring", 3)
            .phase("first", 3, "upgrade")
            .secondHop()
            .phase("second", 1, "upgrade")
            .compiled());
    store.run("spring");
    store.play("spring", 1, 1, task -> DONE);
    store.play("spring", 1, 2, task -> DONE);
    store.play("spring", 1, 3, task -> FAIL);
    store.runs.close("spring", 1, "failed");
    store.database.tx(
        tx -> tx.update("update task_state set state = 'rolled_back' where number = 5"));
    store.run("spring");
    store.play("spring", 2, 1, task -> FAIL);
    store.runs.close("spring", 2, "failed");

    assertThat(version("h1")).isEqualTo("3");
    assertThat(version("h2")).isEqualTo("2");
    assertThat(version("h3")).isEqualTo("2");
  }

  @Test
  void a_gate_names_its_batch_for_people() {
    spring(Budget.NONE);
    store.run("spring");

    assertThat(store.runs.open("spring", 1, 1))
        .isEqualTo(new Gate(null, 1, "data 1/3 hosts from 1", "data", 2));
  }

  @Test
  void an_order_holds_the_host_s_groups_in_series_with_all_that_the_agent_needs() {
    spring(Budget.NONE);
    store.run("spring");
    Dispatch dispatch = store.send("spring", 1, 1).get(0);

    assertThat(dispatch.order().groups()).hasSize(2);
    assertThat(dispatch.order().tasks())
        .extracting(task -> task.task() + " " + task.attempt() + " " + task.revision())
        .containsExactly("h1_stop_nova 1 1", "h1_upgrade_nova 1 1");
    assertThat(dispatch.order().hostSheet())
        .isEqualTo(store.plans.load("spring").hosts().get("h1"));
    assertThat(dispatch.summary()).isEqualTo("h1: stop nova; upgrade nova");
    // Two groups, each 10 min with three more tries after 10 s.
    assertThat(dispatch.limit()).hasSeconds(2 * (4 * 600 + 3 * 10));
  }

  @Test
  void only_the_first_group_of_a_granted_node_task_is_running() {
    spring(Budget.NONE);
    store.run("spring");
    store.send("spring", 1, 1);

    assertThat(store.states("spring"))
        .containsAllEntriesOf(Map.of("h1_stop_nova", RUNNING))
        .containsAllEntriesOf(Map.of("h1_upgrade_nova", UNDO, "h2_stop_nova", UNDO));
  }

  @Test
  void a_failure_stops_the_run_behind_its_batch_and_the_next_run_takes_up_only_what_is_not_done() {
    spring(Budget.NONE);
    store.run("spring");
    Verdict verdict =
        store.play("spring", 1, 1, task -> task.equals("h1_upgrade_nova") ? FAIL : DONE);
    store.runs.close("spring", 1, verdict.waitingFor());

    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.waitingFor()).contains("h1_upgrade_nova", "it went wrong", "upg run spring");
    assertThat(runState(1)).isEqualTo("stopped");

    assertThat(store.run("spring").count()).isEqualTo(5);
    assertThat(store.send("spring", 2, 1).get(0).order().tasks())
        .extracting(task -> task.task() + " attempt " + task.attempt())
        .containsExactly("h1_upgrade_nova attempt 2");
  }

  @Test
  void a_host_that_failed_within_the_budget_is_left_behind_and_the_run_ends_waiting() {
    spring(new Budget(1, 1, 1, 0));
    store.run("spring");
    assertThat(store.play("spring", 1, 1, task -> FAIL).passed()).isTrue();
    store.finish("spring", 1);

    assertThat(runState(1)).isEqualTo("stopped");
    assertThat(store.value("select waiting_for from run")).contains("h1", "upg run spring");
    assertThat(version("h1")).isEqualTo("null");
    assertThat(version("h2")).isEqualTo("2");
  }

  @Test
  void later_batches_of_a_run_leave_out_the_host_it_left_behind() {
    store.save(
        TestPlans.of("spring", 2)
            .budget(new Budget(1, 1, 1, 0))
            .phase("prepare", 2, "check")
            .phase("data", 2, "upgrade")
            .compiled());
    store.run("spring");
    store.play("spring", 1, 1, task -> task.startsWith("h1_") ? FAIL : DONE);

    assertThat(store.send("spring", 1, 2))
        .extracting(dispatch -> dispatch.order().host())
        .containsExactly("h2");
  }

  @Test
  void a_batch_is_not_judged_before_every_granted_task_has_its_result() {
    spring(Budget.NONE);
    store.run("spring");
    store.send("spring", 1, 1);

    assertThatThrownBy(() -> store.runs.judge("spring", 1, 1))
        .hasMessageContaining("2 tasks of batch 1")
        .hasMessageContaining("have no result yet");
  }

  @Test
  void a_paused_project_finishes_the_batch_under_way_and_starts_no_other() {
    spring(Budget.NONE);
    store.run("spring");
    List<Dispatch> sent = store.send("spring", 1, 1);
    store.give("spring", CommandKind.PAUSE);

    assertThat(store.runs.open("spring", 1, 1).stop()).isNull();
    store.record("spring", 1, StoreHarness.report(sent.get(0), task -> DONE));
    assertThat(store.runs.judge("spring", 1, 1).passed()).isTrue();
    Gate gate = store.runs.open("spring", 1, 2);

    assertThat(gate.stop()).contains("paused by anna", "upg resume spring");
    assertThat(runState(1)).isEqualTo("paused");
    assertThat(store.runs.open("spring", 1, 2)).isEqualTo(gate);
    store.runs.close("spring", 1, gate.stop());
    assertThat(runState(1)).isEqualTo("paused");
  }

  @Test
  void a_resume_after_the_gate_was_shut_starts_the_selection_again_as_a_new_run() {
    spring(Budget.NONE);
    store.run("spring");
    store.play("spring", 1, 1, task -> DONE);
    store.give("spring", CommandKind.PAUSE);
    store.runs.open("spring", 1, 2);
    CommandAnswer resumed = store.give("spring", CommandKind.RESUME);

    assertThat(resumed.run()).isEqualTo(2);
    assertThat(resumed.started()).isTrue();
    assertThat(resumed.count()).isEqualTo(4);
    assertThat(store.runs.open("spring", 2, 1).stop()).isNull();
  }

  @Test
  void a_resume_before_the_next_gate_lets_the_same_run_go_on() {
    spring(Budget.NONE);
    store.run("spring");
    store.give("spring", CommandKind.PAUSE);
    CommandAnswer resumed = store.give("spring", CommandKind.RESUME);

    assertThat(resumed.run()).isEqualTo(1);
    assertThat(resumed.started()).isFalse();
    assertThat(store.runs.open("spring", 1, 1).stop()).isNull();
  }

  @Test
  void a_phase_of_the_logic_book_that_says_so_pauses_the_project_behind_it() {
    store.save(
        TestPlans.of("spring", 2)
            .pausingPhase("canary", 1, "check")
            .phase("data", 2, "upgrade")
            .compiled());
    store.run("spring");
    store.play("spring", 1, 1, task -> DONE);
    assertThat(store.play("spring", 1, 2, task -> DONE).passed()).isTrue();

    assertThat(store.runs.open("spring", 1, 3).stop()).contains("behind phase canary");
    assertThat(store.give("spring", CommandKind.RESUME).count()).isEqualTo(2);
  }

  @Test
  void a_rebuilt_run_goes_on_at_the_first_batch_that_has_not_passed() {
    spring(Budget.NONE);
    store.run("spring");
    store.play("spring", 1, 1, task -> DONE);
    Dispatch before = store.send("spring", 1, 2).get(0);

    assertThat(store.runs.outline("spring", 1).next()).isEqualTo(2);
    assertThat(store.send("spring", 1, 2)).containsExactly(before);
  }

  @Test
  void a_run_that_ends_without_a_result_leaves_the_task_unknown_until_the_result_comes() {
    spring(Budget.NONE);
    store.run("spring");
    Dispatch sent = store.send("spring", 1, 1).get(0);
    store.runs.close("spring", 1, "Shard 1 ended unexpectedly.");
    assertThat(store.state("spring", "h1_stop_nova")).isEqualTo(UNKNOWN);

    store.record("spring", 1, StoreHarness.report(sent, task -> DONE));
    assertThat(store.state("spring", "h1_stop_nova")).isEqualTo(DONE);
    assertThat(store.state("spring", "h1_upgrade_nova")).isEqualTo(DONE);
  }

  @Test
  void a_closed_run_grants_nothing_and_has_no_outline() {
    spring(Budget.NONE);
    store.run("spring");
    store.runs.open("spring", 1, 1);
    store.runs.close("spring", 1, "enough");

    assertThatThrownBy(() -> store.grants.grant(new ShardInput("spring", 1, 1, 1)))
        .isInstanceOf(RunClosed.class);
    assertThatThrownBy(() -> store.runs.outline("spring", 1)).isInstanceOf(RunClosed.class);
    assertThatThrownBy(() -> store.runs.openRuns("autumn")).isInstanceOf(RunClosed.class);
  }
}
