package io.upg.store;

import java.time.Duration;
import java.util.List;

/**
 * What one look at a shard has shown.
 *
 * @param age how long ago the look was
 * @param nodes every node task that is sent and not answered, each host once
 */
public record LiveView(LiveShard shard, Duration age, List<LiveNode> nodes) {
  public LiveView {
    nodes = List.copyOf(nodes);
  }
}
