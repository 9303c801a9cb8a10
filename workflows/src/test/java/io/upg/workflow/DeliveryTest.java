package io.upg.workflow;

import static io.upg.workflow.FakeRun.batch;
import static io.upg.workflow.FakeRun.shard;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.FailureTypes;
import io.upg.contract.NodeTaskOrder;
import io.upg.plan.model.TaskState;
import io.upg.temporal.OnEitherTemporal;
import io.upg.temporal.SkipsTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of a node task whose host does not simply answer. */
@OnEitherTemporal
class DeliveryTest {
  private final FakeStore store = new FakeStore();

  @Test
  void a_host_that_never_takes_its_tasks_is_unreachable_and_its_neighbour_is_done() {
    store.open(1, FakeRun.forwards(batch(shard("a", "dead")), batch(shard("a"))));
    try (TestBed bed = new TestBed(store)) {
      bed.agents(List.of("a")).start().run(1);
    }
    assertThat(states("dead_stop1", "dead_start1")).containsOnly(TaskState.UNREACHABLE);
    assertThat(store.error("dead_stop1"))
        .startsWith("host dead not reachable: it did not take its tasks within 0.5s");
    assertThat(states("a_stop1", "a_start1")).containsOnly(TaskState.DONE);
    assertThat(store.waitingFor(1)).isEqualTo("failed: dead_stop1, dead_start1");
  }

  @Test
  void a_rollback_on_a_host_that_cannot_be_reached_has_failed() {
    store.open(1, FakeRun.backwards(batch(shard("dead"))));
    try (TestBed bed = new TestBed(store)) {
      bed.start().run(1);
    }
    assertThat(states("dead_stop1", "dead_start1")).containsOnly(TaskState.ROLLBACK_FAIL);
    assertThat(store.error("dead_stop1")).startsWith("host dead not reachable");
  }

  @Test
  @SkipsTime
  void a_lost_delivery_is_sent_again_with_the_same_grant() {
    List<NodeTaskOrder> orders =
        runOne(bed -> List.of(bed::vanish, bed::vanish, FakeAgent::succeed));

    assertThat(orders).hasSize(3).containsOnly(orders.get(0));
    assertThat(states("a_stop1", "a_start1")).containsOnly(TaskState.DONE);
  }

  /** A delivery that the server counts as taken and no agent holds: it waits out the heartbeats. */
  @Test
  @SkipsTime
  void a_lost_delivery_runs_again_within_two_minutes() {
    store.open(1, FakeRun.forwards(batch(shard("a"))));
    AtomicLong taken = new AtomicLong();
    AtomicLong again = new AtomicLong();
    try (TestBed bed = new TestBed(store)) {
      FakeAgent.Behaviour lose =
          order -> {
            taken.set(bed.temporal().currentTimeMillis());
            return bed.vanish(order);
          };
      FakeAgent.Behaviour run =
          order -> {
            again.set(bed.temporal().currentTimeMillis());
            return FakeAgent.succeed(order);
          };
      bed.agent("a", lose, run).start().run(1);
    }
    assertThat(Duration.ofMillis(again.get() - taken.get()))
        .isBetween(Stubs.HEARTBEAT, Duration.ofMinutes(2));
    assertThat(states("a_stop1", "a_start1")).containsOnly(TaskState.DONE);
  }

  @Test
  void a_failure_of_the_agent_itself_is_sent_again_with_the_same_grant() {
    List<NodeTaskOrder> orders = runOne(bed -> List.of(FakeAgent::crash, FakeAgent::succeed));

    assertThat(orders).hasSize(2).containsOnly(orders.get(0));
    assertThat(states("a_stop1", "a_start1")).containsOnly(TaskState.DONE);
  }

  @Test
  @SkipsTime
  void deliveries_that_were_only_detached_do_not_count_against_the_most() {
    FakeAgent.Behaviour[] flapping = new FakeAgent.Behaviour[Delivery.MOST + 3];
    Arrays.fill(flapping, FakeAgent.detach("the agent of 'a' is shutting down"));
    flapping[flapping.length - 1] = FakeAgent::succeed;
    List<NodeTaskOrder> orders = runOne(bed -> List.of(flapping));

    assertThat(orders).hasSize(flapping.length).containsOnly(orders.get(0));
    assertThat(states("a_stop1", "a_start1")).containsOnly(TaskState.DONE);
  }

  @Test
  @SkipsTime
  void tasks_that_were_taken_and_never_heard_of_again_are_unknown() {
    List<NodeTaskOrder> orders = runOne(bed -> List.of(bed::vanish));

    assertThat(orders).hasSize(Delivery.MOST).containsOnly(orders.get(0));
    assertThat(states("a_stop1", "a_start1")).containsOnly(TaskState.UNKNOWN);
    assertThat(store.error("a_stop1"))
        .startsWith("host a took its tasks, but it gave no result in 10 deliveries");
  }

  @Test
  @SkipsTime
  void a_host_that_took_its_tasks_and_then_takes_no_more_leaves_them_unknown_not_unreachable() {
    store.open(1, FakeRun.forwards(batch(shard("a"))));
    try (TestBed bed = new TestBed(store)) {
      bed.agent("a", bed::wedge).start().run(1);

      assertThat(bed.agent("a").orders()).hasSize(1);
    }
    assertThat(states("a_stop1", "a_start1")).containsOnly(TaskState.UNKNOWN);
    assertThat(store.error("a_stop1"))
        .startsWith("host a took its tasks, but it was not heard of again");
  }

  @Test
  void an_order_that_the_agent_refuses_fails_with_the_agents_words_and_is_not_sent_again() {
    for (String type : List.of(FailureTypes.WRONG_HOST, FailureTypes.STALE_GRANT)) {
      FakeStore fresh = new FakeStore().open(1, FakeRun.forwards(batch(shard("a"))));
      try (TestBed bed = new TestBed(fresh)) {
        bed.agent("a", FakeAgent.refuse(type, "this is host b, the order is for a")).start().run(1);
        assertThat(bed.agent("a").orders()).hasSize(1);
      }
      assertThat(fresh.state("a_start1")).isEqualTo(TaskState.FAIL);
      assertThat(fresh.error("a_start1")).isEqualTo("this is host b, the order is for a");
    }
  }

  @Test
  void a_task_that_the_report_leaves_out_is_unknown() {
    runOne(bed -> List.of(FakeAgent::forget));

    assertThat(store.state("a_stop1")).isEqualTo(TaskState.DONE);
    assertThat(store.state("a_start1")).isEqualTo(TaskState.UNKNOWN);
  }

  @Test
  void the_window_widens_with_time_though_none_of_its_tasks_has_answered() {
    String[] hosts =
        IntStream.rangeClosed(0, ShardWorkflowImpl.WINDOW)
            .mapToObj(i -> "h" + i)
            .toArray(String[]::new);
    CyclicBarrier everybody = new CyclicBarrier(hosts.length);
    store.open(1, FakeRun.forwards(batch(shard(hosts))).waiting(Duration.ofMinutes(1)));
    try (TestBed bed = new TestBed(store)) {
      for (String host : hosts) {
        bed.agent(host, FakeAgent.together(everybody));
      }
      bed.start().run(1);
    }
    assertThat(store.waitingFor(1)).isNull();
  }

  /** The orders that the only agent of the run got, which behaved so. */
  private List<NodeTaskOrder> runOne(Function<TestBed, List<FakeAgent.Behaviour>> behaviours) {
    store.open(1, FakeRun.forwards(batch(shard("a"))));
    try (TestBed bed = new TestBed(store)) {
      bed.agent("a", behaviours.apply(bed).toArray(FakeAgent.Behaviour[]::new)).start().run(1);
      return bed.agent("a").orders();
    }
  }

  private List<TaskState> states(String... tasks) {
    return List.of(tasks).stream().map(store::state).toList();
  }
}
