package io.upg.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.model.TaskState;
import io.upg.store.LiveNode;
import io.upg.store.LiveShard;
import io.upg.store.LiveStore;
import io.upg.store.StoreHarness;
import io.upg.store.TestPlans;
import io.upg.store.query.LiveStatus;
import io.upg.store.query.StatusQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The projector on the real store, with a Temporal that says what it is told to say. */
class LiveProjectorTest {
  private final StoreHarness store =
      new StoreHarness().save(TestPlans.of("spring", 2).phase("data", 2, "stop").compiled());
  private final FakeTemporal temporal = new FakeTemporal();
  private final LiveProjector projector = projector();

  /** Both hosts wait for their work since 1970, and nobody polls. */
  private static final class FakeTemporal implements Look {
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean away;

    @Override
    public Optional<List<LiveNode>> at(LiveShard shard) {
      asked.add(shard.workflowId());
      if (away) {
        throw new IllegalStateException("UNAVAILABLE");
      }
      return Optional.of(
          List.of(
              new LiveNode("h1", true, Instant.EPOCH, null, null),
              new LiveNode("h2", false, Instant.EPOCH, null, null)));
    }

    @Override
    public Optional<Instant> poll(String host) {
      asked.add(host);
      return Optional.empty();
    }
  }

  private LiveProjector projector() {
    return new LiveProjector(temporal, new LiveStore(store.database));
  }

  @AfterEach
  void close() {
    projector.close();
    store.close();
  }

  @Test
  void an_idle_installation_is_not_asked_for_anything() throws Exception {
    projector.once();
    projector.once();

    assertThat(temporal.asked).isEmpty();
  }

  @Test
  void one_look_shows_what_runs_what_waits_and_who_does_not_poll() throws Exception {
    begin();
    projector.once();

    assertThat(live().running()).isEqualTo(1);
    assertThat(live().dispatched()).isEqualTo(1);
    assertThat(temporal.asked).containsExactly("upg/spring/run-1/b1-s1", "h2");
    assertThat(new StatusQuery(store.database).of("spring").waitingFor())
        .startsWith("h2 has not taken what was sent to it: it does not poll.");
  }

  @Test
  void of_two_recorders_one_asks_and_the_other_follows_when_it_ends() throws Exception {
    begin();
    LiveProjector second = projector();
    projector.once();
    int first = temporal.asked.size();
    second.once();
    assertThat(temporal.asked).hasSize(first);

    projector.close();
    second.once();
    assertThat(temporal.asked.size()).isGreaterThan(first);
    second.close();
  }

  @Test
  void while_temporal_is_away_the_last_look_stays_and_says_how_old_it_is() throws Exception {
    begin();
    projector.once();
    LiveStatus before = live();
    temporal.away = true;
    projector.once();

    assertThat(live()).isEqualTo(before);
  }

  @Test
  void nothing_is_left_when_the_run_has_ended() throws Exception {
    begin();
    projector.once();
    store.runs.close("spring", 1, "it was stopped");
    projector.once();

    assertThat(store.value("select count(*) from live_shard")).isEqualTo("0");
    assertThat(store.state("spring", "h1_stop_nova")).isEqualTo(TaskState.UNKNOWN);
  }

  private void begin() {
    store.run("spring");
    store.send("spring", 1, 1);
  }

  private LiveStatus live() {
    return new StatusQuery(store.database).of("spring").live();
  }
}
