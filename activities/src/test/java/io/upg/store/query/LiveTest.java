package io.upg.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.NodeProgress;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.plan.cut.Selection;
import io.upg.plan.model.TaskState;
import io.upg.store.LiveNode;
import io.upg.store.LiveShard;
import io.upg.store.LiveStore;
import io.upg.store.LiveStore.HostPoll;
import io.upg.store.LiveView;
import io.upg.store.StoreHarness;
import io.upg.store.TestPlans;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a projector writes, and what of it is shown: two hosts, each stop, upgrade, start. */
class LiveTest {
  private static final String ME = "me";
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  private final StoreHarness store =
      new StoreHarness()
          .save(TestPlans.of("spring", 2).phase("data", 2, "stop", "upgrade", "start").compiled());
  private final LiveStore live = new LiveStore(store.database);
  private List<Dispatch> sent;
  private List<LiveShard> shards;

  @BeforeEach
  void begin() {
    store.run("spring");
    sent = store.send("spring", 1, 1);
    shards = live.shards();
    assertThat(live.lead(ME)).isTrue();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void every_granted_shard_of_an_open_batch_is_live() {
    assertThat(shards)
        .extracting(LiveShard::workflowId, LiveShard::grant)
        .containsExactly(tuple("upg/spring/run-1/b1-s1", sent.get(0).order().grant()));
  }

  @Test
  void nothing_is_known_before_the_first_look() {
    assertThat(states()).isEmpty();
    assertThat(status()).isNull();
  }

  @Test
  void what_was_sent_and_what_was_taken_are_told_apart() {
    see(dispatched("h1", 3), taken("h2", 2));

    assertThat(states())
        .containsEntry("h1_stop_nova", Live.State.DISPATCHED)
        .containsEntry("h1_start_nova", Live.State.DISPATCHED)
        .containsEntry("h2_stop_nova", Live.State.TAKEN);
    LiveStatus status = status();
    assertThat(List.of(status.dispatched(), status.running(), status.resent()))
        .containsExactly(1, 1, 0);
    assertThat(status.at()).isBefore(Instant.now()).isAfter(NOW.minusSeconds(30));
  }

  @Test
  void the_task_that_runs_now_lies_between_those_that_ended_and_those_that_wait() {
    see(heard("h1", 12, 1, "h1_upgrade_nova"));

    assertThat(states())
        .containsEntry("h1_stop_nova", Live.State.ENDED)
        .containsEntry("h1_upgrade_nova", Live.State.RUNNING)
        .containsEntry("h1_start_nova", Live.State.WAITING);
    assertThat(task("h1_upgrade_nova").live().at()).isEqualTo(NOW.minusSeconds(12));
    assertThat(task("h1_stop_nova").state()).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void backwards_the_order_is_the_other_way_round() {
    answer("h1", TaskState.DONE);
    answer("h2", TaskState.DONE);
    store.runs.judge("spring", 1, 1);
    store.runs.close("spring", 1, null);
    int back = store.commands.judge("spring", rollback()).run();
    sent = store.send("spring", back, 1);
    shards = live.shards();

    see(heard("h1", 1, 1, "h1_upgrade_nova"));

    assertThat(states())
        .containsEntry("h1_start_nova", Live.State.ENDED)
        .containsEntry("h1_upgrade_nova", Live.State.RUNNING)
        .containsEntry("h1_stop_nova", Live.State.WAITING);
  }

  @Test
  void a_recorded_result_is_never_overtaken_by_a_late_look() {
    answer("h1", TaskState.DONE);

    see(heard("h1", 1, 1, "h1_upgrade_nova"), taken("h2", 1));
    assertThat(task("h1_upgrade_nova").live()).isNull();
    assertThat(task("h1_upgrade_nova").state()).isEqualTo(TaskState.DONE);

    answer("h2", TaskState.DONE);
    assertThat(states()).isEmpty();
    assertThat(status()).isNull();
  }

  @Test
  void what_was_taken_once_and_is_sent_again_keeps_what_was_known_of_it() {
    see(heard("h1", 70, 1, "h1_upgrade_nova"));
    see(); // between two deliveries
    assertThat(states()).containsEntry("h1_upgrade_nova", Live.State.RUNNING);

    see(dispatched("h1", 1));
    assertThat(states()).containsEntry("h1_upgrade_nova", Live.State.RESENT);
    assertThat(status().resent()).isEqualTo(1);

    see(taken("h1", 0));
    assertThat(states()).containsEntry("h1_upgrade_nova", Live.State.RUNNING);
  }

  @Test
  void what_vanished_without_having_been_taken_is_forgotten() {
    see(dispatched("h1", 1), dispatched("h2", 1));
    see(dispatched("h2", 1));

    assertThat(status().dispatched()).isEqualTo(1);
    assertThat(task("h1_stop_nova").live()).isNull();
  }

  @Test
  void all_of_it_vanishes_with_the_run() {
    see(taken("h1", 1), taken("h2", 1));
    store.runs.close("spring", 1, "somebody stopped it");
    assertThat(states()).isEmpty();

    live.show(ME, live.shards(), List.of());
    assertThat(store.value("select count(*) from live_node")).isEqualTo("0");
    assertThat(store.value("select count(*) from live_shard")).isEqualTo("0");
  }

  @Test
  void only_who_holds_the_lease_writes_and_another_takes_over_when_it_resigns() {
    assertThat(live.lead("other")).isFalse();
    live.show("other", shards, List.of(view(taken("h1", 1))));
    assertThat(states()).isEmpty();

    live.resign(ME);
    assertThat(live.lead("other")).isTrue();
    assertThat(live.lead(ME)).isFalse();
    see(taken("h1", 1));
    assertThat(states()).isEmpty();
  }

  @Test
  void hosts_that_do_not_poll_are_told_with_what_to_do() {
    see(dispatched("h1", 30), dispatched("h2", 30));
    assertThat(waitingFor()).isNull();
    assertThat(live.silent(Duration.ofSeconds(20), 9)).containsExactly("h1", "h2");

    live.polls(List.of(new HostPoll("h1", null), new HostPoll("h2", NOW)));

    assertThat(live.silent(Duration.ofSeconds(20), 9)).isEmpty();
    assertThat(waitingFor())
        .startsWith("h1 and 1 other host have not taken what was sent to them:")
        .contains(
            "of the 2 that Temporal was asked about 1 do not poll",
            "upg-node --host h1",
            "RESOURCE_EXHAUSTED",
            "frontend.namespaceCount");
  }

  @Test
  void a_poll_that_is_too_long_ago_is_none_and_one_host_is_told_in_the_singular() {
    see(dispatched("h1", 200));
    live.polls(List.of(new HostPoll("h1", NOW.minusSeconds(150))));

    assertThat(waitingFor()).startsWith("h1 has not taken what was sent to it: it does not poll.");
  }

  @Test
  void a_host_that_takes_its_work_is_not_asked_about() {
    see(taken("h1", 300), dispatched("h2", 5));

    assertThat(live.silent(Duration.ofSeconds(20), 9)).isEmpty();
  }

  private CommandRequest rollback() {
    return store.command(
        CommandKind.ROLLBACK, new Selection(null, null, null, null, null, false, true));
  }

  private void answer(String host, TaskState state) {
    sent.stream()
        .filter(dispatch -> dispatch.order().host().equals(host))
        .forEach(dispatch -> store.record("spring", 1, StoreHarness.report(dispatch, t -> state)));
  }

  private void see(LiveNode... nodes) {
    live.show(ME, shards, List.of(view(nodes)));
  }

  private LiveView view(LiveNode... nodes) {
    return new LiveView(shards.get(0), Duration.ofSeconds(1), List.of(nodes));
  }

  private static LiveNode dispatched(String host, int secondsAgo) {
    return new LiveNode(host, false, NOW.minusSeconds(secondsAgo), null, null);
  }

  private static LiveNode taken(String host, int secondsAgo) {
    return new LiveNode(host, true, NOW.minusSeconds(secondsAgo), null, null);
  }

  private static LiveNode heard(String host, int secondsAgo, int ended, String running) {
    Instant at = NOW.minusSeconds(secondsAgo);
    return new LiveNode(
        host, true, at.minusSeconds(5), at, new NodeProgress(List.of(running), ended, 3));
  }

  private TaskRow task(String id) {
    return tasks().stream().filter(task -> task.id().equals(id)).findFirst().orElseThrow();
  }

  private List<TaskRow> tasks() {
    return new TasksQuery(store.database).find("spring", TaskFilter.ALL);
  }

  /** Of the tasks of which anything is known. */
  private Map<String, Live.State> states() {
    return tasks().stream()
        .filter(task -> task.live() != null)
        .collect(Collectors.toMap(TaskRow::id, task -> task.live().state()));
  }

  private LiveStatus status() {
    return new StatusQuery(store.database).of("spring").live();
  }

  private String waitingFor() {
    return new StatusQuery(store.database).of("spring").waitingFor();
  }
}
