package io.upg.workflow;

import static io.upg.workflow.FakeRun.batch;
import static io.upg.workflow.FakeRun.shard;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.ShardInput;
import io.upg.contract.WorkflowIds;
import io.upg.plan.model.TaskState;
import io.upg.temporal.OnEitherTemporal;
import io.upg.temporal.SkipsTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code abort --now}: running tasks are stopped, and everything is recorded all the same. */
@OnEitherTemporal
class StopTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final FakeStore store = new FakeStore();

  private static CommandRequest abortNow(String id) {
    return CommandRequest.of(CommandKind.ABORT, id, "ann").now(true).build();
  }

  private void awaitDelivery(TestBed bed, String task) {
    bed.awaitTrue(() -> store.events("deliver").contains("deliver " + task));
  }

  private List<TaskState> states(String... tasks) {
    return List.of(tasks).stream().map(store::state).toList();
  }

  @Test
  void what_runs_ends_as_fail_what_its_host_has_not_taken_stays_undone_and_the_rest_is_kept() {
    store.next(
        FakeRun.forwards(batch(shard("slow", "quick"), shard("dead")), batch(shard("quick")))
            .waiting(LONG));
    try (TestBed bed = new TestBed(store)) {
      bed.stoppableAgent("slow", FakeAgent.HOLD).agents(List.of("quick")).start();
      ProjectWorkflow project = bed.project();
      project.command(TestBed.command("c1", CommandKind.RUN));
      awaitDelivery(bed, "slow_stop1");
      bed.awaitTrue(() -> store.state("quick_start1") == TaskState.DONE);

      assertThat(project.command(abortNow("c2")).accepted()).isTrue();
      bed.await(1);

      assertThat(bed.status(WorkflowIds.shard(FakeRun.PROJECT, 1, 1, 1)))
          .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    }
    assertThat(states("slow_stop1", "slow_start1", "quick_stop1", "quick_start1"))
        .containsExactly(TaskState.FAIL, TaskState.UNDO, TaskState.DONE, TaskState.DONE);
    assertThat(states("dead_stop1", "dead_start1")).containsOnly(TaskState.UNDO);
    assertThat(store.events("stop")).containsExactly("stop slow_stop1 by ann");
    assertThat(store.events("judge 1", "close")).containsExactly("judge 1", "close 1");
    assertThat(store.events("deliver quick_stop2")).isEmpty();
    assertThat(store.isOpen(1)).isFalse();
  }

  @Test
  void a_signal_stops_like_the_update_and_twice_stops_once() {
    store.next(FakeRun.forwards(batch(shard("slow"))).waiting(LONG));
    try (TestBed bed = new TestBed(store).stoppableAgent("slow", FakeAgent.HOLD).start()) {
      bed.project().command(TestBed.command("c1", CommandKind.RUN));
      awaitDelivery(bed, "slow_stop1");

      bed.signal("abort", Map.of("id", "s1", "who", "portal", "now", true));
      bed.signal("abort", Map.of("id", "s2", "who", "portal", "now", true));
      bed.await(1);
    }
    assertThat(store.events("stop")).containsExactly("stop slow_stop1 by portal");
    assertThat(states("slow_stop1", "slow_start1")).containsExactly(TaskState.FAIL, TaskState.UNDO);
  }

  @Test
  void an_abort_lets_the_batch_finish_and_an_abort_now_after_it_does_not() {
    store.next(FakeRun.forwards(batch(shard("slow")), batch(shard("slow"))).waiting(LONG));
    try (TestBed bed = new TestBed(store).stoppableAgent("slow", FakeAgent.HOLD).start()) {
      ProjectWorkflow project = bed.project();
      project.command(TestBed.command("c1", CommandKind.RUN));
      awaitDelivery(bed, "slow_stop1");

      project.command(TestBed.command("c2", CommandKind.ABORT));
      assertThat(store.events("stop")).isEmpty();
      assertThat(store.isOpen(1)).isTrue();
      project.command(abortNow("c3"));
      bed.await(1);
    }
    assertThat(store.state("slow_stop1")).isEqualTo(TaskState.FAIL);
  }

  @Test
  void what_the_window_holds_back_is_never_sent() {
    String[] hosts =
        IntStream.range(0, 2 * ShardWorkflowImpl.WINDOW)
            .mapToObj(i -> "dead" + i)
            .toArray(String[]::new);
    store.next(FakeRun.forwards(batch(shard(hosts))).waiting(LONG));
    try (TestBed bed = new TestBed(store).start()) {
      ProjectWorkflow project = bed.project();
      project.command(TestBed.command("c1", CommandKind.RUN));
      bed.awaitTrue(() -> !store.events("open").isEmpty());
      project.command(abortNow("c2"));
      bed.await(1);
    }
    assertThat(store.recorded()).isEqualTo(4 * ShardWorkflowImpl.WINDOW);
    assertThat(states("dead0_stop1", hosts[hosts.length - 1] + "_stop1"))
        .containsOnly(TaskState.UNDO);
  }

  @Test
  void a_project_that_is_rebuilt_tells_the_runs_that_were_never_told() {
    store.open(1, FakeRun.forwards(batch(shard("slow"))).waiting(LONG));
    try (TestBed bed = new TestBed(store).stoppableAgent("slow", FakeAgent.HOLD).start()) {
      bed.startRun(1);
      awaitDelivery(bed, "slow_stop1");
      store.stopOpenRuns("ann");

      bed.project();
      bed.await(1);
    }
    assertThat(store.state("slow_stop1")).isEqualTo(TaskState.FAIL);
  }

  @Test
  void a_run_that_is_rebuilt_asks_the_hosts_and_runs_nothing_though_they_may_know_its_grant() {
    store.open(1, FakeRun.forwards(batch(shard("a", "dead"))));
    store.grant(new ShardInput(FakeRun.PROJECT, 1, 1, 1));
    store.stopOpenRuns("ann");
    try (TestBed bed = new TestBed(store).agents(List.of("a")).start()) {
      bed.run(1);

      assertThat(bed.agent("a").orders()).isEmpty();
    }
    assertThat(states("a_stop1", "a_start1")).containsOnly(TaskState.UNDO);
    assertThat(states("dead_stop1", "dead_start1")).containsOnly(TaskState.UNKNOWN);
    assertThat(store.events("stop")).containsExactly("stop a_stop1 by ann");
  }

  @Test
  @SkipsTime
  void a_host_that_took_its_tasks_and_does_not_answer_leaves_them_unknown() {
    store.next(FakeRun.forwards(batch(shard("gone"))));
    try (TestBed bed = new TestBed(store)) {
      bed.agent("gone", bed::block).start();
      ProjectWorkflow project = bed.project();
      project.command(TestBed.command("c1", CommandKind.RUN));
      awaitDelivery(bed, "gone_stop1");
      project.command(abortNow("c2"));
      bed.await(1);
    }
    assertThat(states("gone_stop1", "gone_start1")).containsOnly(TaskState.UNKNOWN);
  }
}
