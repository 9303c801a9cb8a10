package io.upg.recorder;

import com.google.protobuf.Timestamp;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.upg.contract.AgentIdentity;
import io.upg.contract.NodeProgress;
import io.upg.contract.TaskQueues;
import io.upg.store.LiveNode;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The node tasks among a shard's pending activities. Pure. */
final class PendingNodes {
  /** {@link io.upg.contract.NodeActivities#runNodeTask}, as Temporal knows it. */
  static final String ACTIVITY = "RunNodeTask";

  private PendingNodes() {}

  /** Each host once, with the newest of its deliveries. */
  static List<LiveNode> of(Collection<PendingActivityInfo> pending, DataConverter converter) {
    Map<String, LiveNode> nodes = new LinkedHashMap<>();
    for (PendingActivityInfo activity : pending) {
      if (activity.getActivityType().getName().equals(ACTIVITY)) {
        host(activity)
            .map(host -> node(host, activity, converter))
            .ifPresent(node -> nodes.merge(node.host(), node, PendingNodes::newer));
      }
    }
    return List.copyOf(nodes.values());
  }

  private static LiveNode newer(LiveNode one, LiveNode other) {
    return one.since().isAfter(other.since()) ? one : other;
  }

  private static Optional<String> host(PendingActivityInfo activity) {
    Optional<String> host = TaskQueues.host(activity.getActivityOptions().getTaskQueue().getName());
    // A server that tells no queue tells at least who polled it.
    return host.isPresent()
        ? host
        : AgentIdentity.parse(activity.getLastWorkerIdentity()).map(AgentIdentity::host);
  }

  private static LiveNode node(String host, PendingActivityInfo activity, DataConverter converter) {
    boolean taken = activity.hasLastStartedTime();
    Timestamp since = taken ? activity.getLastStartedTime() : activity.getScheduledTime();
    NodeProgress progress = taken ? progress(activity, converter) : null;
    Instant heardAt = progress == null ? null : instant(activity.getLastHeartbeatTime());
    return new LiveNode(host, taken, instant(since), heardAt, progress);
  }

  /** What cannot be read is another version's: it is as if nothing was said. */
  private static NodeProgress progress(PendingActivityInfo activity, DataConverter converter) {
    if (!activity.hasLastHeartbeatTime()
        || activity.getHeartbeatDetails().getPayloadsCount() == 0) {
      return null;
    }
    try {
      return converter.fromPayloads(
          0, Optional.of(activity.getHeartbeatDetails()), NodeProgress.class, NodeProgress.class);
    } catch (DataConverterException unknown) {
      return null;
    }
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
