package io.upg.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.temporal.api.activity.v1.ActivityOptions;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.common.converter.DataConverter;
import io.upg.contract.NodeActivities;
import io.upg.contract.NodeProgress;
import io.upg.contract.TaskQueues;
import io.upg.contract.TemporalClients;
import io.upg.store.LiveNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingNodesTest {
  private static final DataConverter JSON = TemporalClients.dataConverter();
  private static final Instant SENT = Instant.ofEpochSecond(1_000);
  private static final Instant TAKEN = Instant.ofEpochSecond(1_003, 5_000);
  private static final Instant HEARD = Instant.ofEpochSecond(1_030);
  private static final NodeProgress PROGRESS =
      new NodeProgress(List.of("h1_stop_nova", "h1_stop_neutron"), 2, 5);

  @Test
  void the_name_is_that_of_the_contract() {
    assertThat(Arrays.stream(NodeActivities.class.getMethods()).map(m -> m.getName()))
        .anyMatch(PendingNodes.ACTIVITY::equalsIgnoreCase);
  }

  @Test
  void one_that_waits_in_its_queue_was_sent() {
    assertThat(of(sent("h1"))).containsExactly(new LiveNode("h1", false, SENT, null, null));
  }

  @Test
  void one_that_was_taken_says_what_its_agent_said_last() {
    assertThat(of(taken("h1"), heard("h2", PROGRESS)))
        .containsExactly(
            new LiveNode("h1", true, TAKEN, null, null),
            new LiveNode("h2", true, TAKEN, HEARD, PROGRESS));
  }

  @Test
  void other_activities_are_none_of_its_business() {
    PendingActivityInfo.Builder stop =
        sent("h1").setActivityType(ActivityType.newBuilder().setName("StopNodeTask"));
    PendingActivityInfo.Builder record =
        sent("h1").setActivityOptions(onQueue(TaskQueues.RECORDER));

    assertThat(of(stop, record)).isEmpty();
  }

  @Test
  void a_server_that_tells_no_queue_tells_the_agent_that_took_it() {
    assertThat(of(sent("h1").clearActivityOptions())).isEmpty();
    assertThat(of(taken("h1").clearActivityOptions().setLastWorkerIdentity("upg-node h1")))
        .containsExactly(new LiveNode("h1", true, TAKEN, null, null));
  }

  @Test
  void progress_that_cannot_be_read_is_as_if_nothing_was_said() {
    Payload strange =
        Payload.newBuilder()
            .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
            .setData(ByteString.copyFromUtf8("{\"running\":7}"))
            .build();

    assertThat(of(taken("h1").setLastHeartbeatTime(time(HEARD)).setHeartbeatDetails(one(strange))))
        .containsExactly(new LiveNode("h1", true, TAKEN, null, null));
  }

  @Test
  void of_two_deliveries_to_one_host_the_newer_counts() {
    PendingActivityInfo.Builder old = taken("h1").setLastStartedTime(time(SENT.minusSeconds(9)));

    assertThat(of(sent("h1"), old)).extracting(LiveNode::taken).containsExactly(false);
    assertThat(of(old, sent("h1"))).extracting(LiveNode::taken).containsExactly(false);
  }

  private static List<LiveNode> of(PendingActivityInfo.Builder... pending) {
    return PendingNodes.of(
        Arrays.stream(pending).map(PendingActivityInfo.Builder::build).toList(), JSON);
  }

  private static PendingActivityInfo.Builder sent(String host) {
    return PendingActivityInfo.newBuilder()
        .setActivityType(ActivityType.newBuilder().setName("RunNodeTask"))
        .setActivityOptions(onQueue(TaskQueues.node(host)))
        .setScheduledTime(time(SENT));
  }

  private static PendingActivityInfo.Builder taken(String host) {
    return sent(host).setLastStartedTime(time(TAKEN));
  }

  private static PendingActivityInfo.Builder heard(String host, NodeProgress progress) {
    return taken(host)
        .setLastHeartbeatTime(time(HEARD))
        .setHeartbeatDetails(JSON.toPayloads(progress).orElseThrow());
  }

  private static ActivityOptions onQueue(String queue) {
    return ActivityOptions.newBuilder().setTaskQueue(TaskQueue.newBuilder().setName(queue)).build();
  }

  private static Payloads one(Payload payload) {
    return Payloads.newBuilder().addPayloads(payload).build();
  }

  private static Timestamp time(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
