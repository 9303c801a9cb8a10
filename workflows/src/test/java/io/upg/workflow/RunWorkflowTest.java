package io.upg.workflow;

import static io.upg.workflow.FakeRun.batch;
import static io.upg.workflow.FakeRun.shard;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.upg.contract.WorkflowIds;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import io.upg.temporal.OnEitherTemporal;
import io.upg.temporal.SkipsTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@OnEitherTemporal
class RunWorkflowTest {
  private final FakeStore store = new FakeStore();

  @Test
  void batches_run_in_series_and_the_next_opens_when_every_result_of_the_last_is_recorded() {
    FakeRun plan =
        FakeRun.forwards(
            batch(shard("a", "b"), shard("c")), batch(shard("a")), batch(shard("b", "c")));

    run(plan);

    List<String> events = store.events("open", "deliver", "recorded", "judge", "close");
    int second = events.indexOf("open 2");
    int third = events.indexOf("open 3");
    assertThat(events.subList(0, second))
        .startsWith("open 1")
        .endsWith("judge 1")
        .contains("deliver a_stop1", "deliver b_stop1", "deliver c_stop1")
        .containsAll(plan.tasks(1).stream().map(task -> "recorded " + task).toList());
    assertThat(events.subList(second, third))
        .containsExactly(
            "open 2", "deliver a_stop2", "recorded a_stop2", "recorded a_start2", "judge 2");
    assertThat(events).endsWith("judge 3", "close 1");
    assertThat(store.waitingFor(1)).isNull();
    assertThat(plan.tasks()).allMatch(task -> store.state(task) == TaskState.DONE);
  }

  @Test
  void all_node_tasks_of_a_batch_run_at_once_over_all_its_shards() {
    CyclicBarrier everybody = new CyclicBarrier(4);
    store.open(1, FakeRun.forwards(batch(shard("a", "b"), shard("c"), shard("d"))));
    try (TestBed bed = new TestBed(store)) {
      for (String host : List.of("a", "b", "c", "d")) {
        bed.agent(host, FakeAgent.together(everybody));
      }
      bed.start().run(1);
    }

    assertThat(store.waitingFor(1)).isNull();
  }

  @Test
  void of_many_shards_some_send_at_a_time_but_what_takes_long_holds_up_none() {
    int shards = Shards.SENDING + 3;
    FakeRun.Shard[] silent =
        IntStream.rangeClosed(1, shards)
            .mapToObj(i -> shard("dead" + i))
            .toArray(FakeRun.Shard[]::new);
    store.open(1, FakeRun.forwards(batch(silent)).waiting(Duration.ofHours(1)));
    try (TestBed bed = new TestBed(store).start()) {
      bed.startRun(1);
      bed.awaitTrue(() -> store.granted() >= Shards.SENDING);
      assertThat(store.granted()).isEqualTo(Shards.SENDING);

      bed.awaitTrue(
          () -> {
            bed.pass(Duration.ofSeconds(1));
            return store.granted() == shards;
          });
      assertThat(store.recorded()).as("of hosts that are still waited for").isZero();
    }
  }

  @Test
  void a_failed_task_stops_the_next_batch_but_not_its_neighbours() {
    store.open(1, FakeRun.forwards(batch(shard("a", "b"), shard("c")), batch(shard("d"))));
    try (TestBed bed = new TestBed(store)) {
      bed.agent("a", FakeAgent::fail).agents(List.of("b", "c", "d")).start().run(1);

      assertThat(bed.agent("d").orders()).isEmpty();
    }

    assertThat(store.state("a_stop1")).isEqualTo(TaskState.FAIL);
    assertThat(store.state("a_start1")).isEqualTo(TaskState.UNDO);
    assertThat(List.of("b_start1", "c_start1")).allMatch(t -> store.state(t) == TaskState.DONE);
    assertThat(store.isOpen(1)).isFalse();
    assertThat(store.waitingFor(1)).isEqualTo("failed: a_stop1");
    assertThat(store.events("open")).containsExactly("open 1");
  }

  @Test
  void a_closed_gate_closes_the_run_with_its_reason() {
    store.open(1, FakeRun.forwards(batch(shard("a")))).paused("paused by ann");
    try (TestBed bed = new TestBed(store)) {
      bed.agents(List.of("a")).start().run(1);

      assertThat(bed.agent("a").orders()).isEmpty();
    }
    assertThat(store.waitingFor(1)).isEqualTo("paused by ann");
    assertThat(store.isOpen(1)).isFalse();
  }

  @Test
  void a_batch_of_which_nothing_is_left_passes_without_shards() {
    store.open(1, FakeRun.forwards(batch(), batch(shard("a"))));
    try (TestBed bed = new TestBed(store)) {
      bed.agents(List.of("a")).start().run(1);
    }
    assertThat(store.events("judge")).containsExactly("judge 1", "judge 2");
    assertThat(store.waitingFor(1)).isNull();
  }

  @Test
  void a_rebuilt_run_goes_on_with_the_first_batch_that_has_not_passed() {
    store
        .open(1, FakeRun.forwards(batch(shard("a")), batch(shard("a")), batch(shard("a"))))
        .passedUpTo(1, 2);
    try (TestBed bed = new TestBed(store)) {
      bed.agents(List.of("a")).start().run(1);
    }
    assertThat(store.events("deliver")).containsExactly("deliver a_stop3");
  }

  @Test
  void many_batches_go_over_several_histories_and_none_is_left_out_or_repeated() {
    int batches = 2 * RunWorkflowImpl.BATCHES_PER_HISTORY + 1;
    FakeRun plan =
        new FakeRun(
            Direction.RUN,
            FakeRun.UNREACHABLE_AFTER,
            IntStream.range(0, batches).mapToObj(i -> batch(shard("a"))).toList());
    store.open(1, plan);
    try (TestBed bed = new TestBed(store)) {
      bed.agents(List.of("a")).start().run(1);

      assertThat(bed.agent("a").orders()).hasSize(batches);
    }
    assertThat(store.events("outline")).hasSize(3);
    assertThat(store.events("open"))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, batches).mapToObj(i -> "open " + i).toList());
    assertThat(store.recorded()).isEqualTo(plan.tasks().size());
    assertThat(store.waitingFor(1)).isNull();
  }

  @Test
  void a_shard_that_ends_unexpectedly_closes_the_run_with_a_sentence_after_its_neighbours() {
    store
        .open(1, FakeRun.forwards(batch(shard("a"), shard("b")), batch(shard("a"))))
        .breakGrants(1);
    try (TestBed bed = new TestBed(store)) {
      bed.agents(List.of("a", "b")).start().run(1);
    }
    assertThat(store.waitingFor(1))
        .contains("of batch 1 (management 1) ended unexpectedly: the grant table is on fire")
        .endsWith("See what is left: upg status spring");
    assertThat(store.events("deliver")).hasSize(1);
    assertThat(store.recorded()).isEqualTo(2);
    assertThat(store.isOpen(1)).isFalse();
  }

  @Test
  @SkipsTime
  void a_run_waits_while_postgresql_is_away() {
    store.open(1, FakeRun.forwards(batch(shard("a")))).away(12);
    try (TestBed bed = new TestBed(store)) {
      bed.agents(List.of("a")).start().run(1);
    }
    assertThat(store.waitingFor(1)).isNull();
    assertThat(store.state("a_start1")).isEqualTo(TaskState.DONE);
  }

  @Test
  void the_workflow_of_a_run_that_is_not_open_ends_at_once() {
    try (TestBed bed = new TestBed(store)) {
      bed.start().run(7);

      assertThat(bed.status(WorkflowIds.run(FakeRun.PROJECT, 7)))
          .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    }
    assertThat(store.events()).isEmpty();
  }

  private void run(FakeRun plan) {
    store.open(1, plan);
    try (TestBed bed = new TestBed(store)) {
      bed.agents(plan.hosts()).start().run(1);
    }
  }
}
