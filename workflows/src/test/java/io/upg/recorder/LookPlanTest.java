package io.upg.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.store.LiveNode;
import io.upg.store.LiveShard;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LookPlanTest {
  private static final LiveShard SHARD = new LiveShard(1, "spring", 1, 1, 1, 7);
  private static final LiveShard OTHER = new LiveShard(1, "spring", 1, 1, 2, 8);

  private final LookPlan plan = new LookPlan();
  private long now = Long.MAX_VALUE - 5; // the clock may overflow

  @Test
  void a_shard_in_which_something_waits_is_looked_at_each_time() {
    for (int look = 0; look < 3; look++) {
      assertThat(due()).isTrue();
      saw(node("h1", true), node("h2", false));
    }
    assertThat(due()).isTrue();
  }

  @Test
  void a_shard_that_is_all_at_work_is_looked_at_seldom_until_something_comes_or_goes() {
    saw(node("h1", true), node("h2", true));
    assertThat(due()).as("it may still be sending").isTrue();
    saw(node("h1", true), node("h2", true));
    assertThat(due()).isFalse();

    now += LookPlan.AT_WORK.toNanos();
    assertThat(due()).isTrue();
    saw(node("h1", true));
    assertThat(due()).isTrue();
  }

  @Test
  void a_shard_that_has_ended_may_be_made_anew() {
    plan.saw(SHARD, Optional.empty(), now);
    assertThat(due()).isFalse();

    now += LookPlan.ENDED.toNanos();
    assertThat(due()).isTrue();
  }

  @Test
  void a_shard_that_is_no_longer_live_is_forgotten() {
    plan.saw(SHARD, Optional.empty(), now);

    assertThat(plan.due(List.of(OTHER), now)).containsExactly(OTHER);
    assertThat(due()).isTrue();
  }

  private boolean due() {
    return plan.due(List.of(SHARD), now).contains(SHARD);
  }

  private void saw(LiveNode... nodes) {
    plan.saw(SHARD, Optional.of(List.of(nodes)), now);
  }

  private static LiveNode node(String host, boolean taken) {
    return new LiveNode(host, taken, Instant.EPOCH, null, null);
  }
}
