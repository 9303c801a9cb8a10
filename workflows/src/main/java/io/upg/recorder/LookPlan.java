package io.upg.recorder;

import io.upg.store.LiveNode;
import io.upg.store.LiveShard;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which shards are worth a look. One in which something waits to be taken, comes or goes is looked
 * at each time; one whose node tasks are all at work seldom, since only heartbeats are news there;
 * one whose workflow has ended still more seldom (it may be made anew). Not thread-safe.
 */
final class LookPlan {
  static final Duration AT_WORK = Duration.ofSeconds(12);
  static final Duration ENDED = Duration.ofSeconds(30);

  /** A node task, whatever it is at. */
  private record Node(String host, boolean taken) {}

  private record Seen(Set<Node> nodes, long nextNanos) {}

  private final Map<Long, Seen> seen = new HashMap<>();

  /** Forgets every shard that is not among these. */
  List<LiveShard> due(Collection<LiveShard> live, long nanos) {
    seen.keySet().retainAll(live.stream().map(LiveShard::grant).toList());
    return live.stream()
        .filter(shard -> !seen.containsKey(shard.grant()) || due(seen.get(shard.grant()), nanos))
        .toList();
  }

  private static boolean due(Seen shard, long nanos) {
    return nanos - shard.nextNanos() >= 0;
  }

  /**
   * @param nodes as {@link Look#at} gave them
   */
  void saw(LiveShard shard, Optional<List<LiveNode>> nodes, long nanos) {
    Set<Node> now = new HashSet<>();
    nodes.ifPresent(list -> list.forEach(node -> now.add(new Node(node.host(), node.taken()))));
    Seen before = seen.get(shard.grant());
    boolean same = before != null && before.nodes().equals(now);
    Duration pause = nodes.isEmpty() ? ENDED : same && allTaken(now) ? AT_WORK : Duration.ZERO;
    seen.put(shard.grant(), new Seen(now, nanos + pause.toNanos()));
  }

  private static boolean allTaken(Set<Node> nodes) {
    return !nodes.isEmpty() && nodes.stream().allMatch(Node::taken);
  }
}
