package io.upg.contract;

import com.google.protobuf.Timestamp;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks Temporal who polls a host's queue: it knows that of the last minutes, in memory. */
public final class Polls {
  private static final long LIMIT_SECONDS = 4;

  private Polls() {}

  /**
   * @param at when the poll was begun or ended, by Temporal's clock
   */
  public record Poll(AgentBuild agent, Instant at) {}

  /**
   * The newest poll of a host; empty where none is known.
   *
   * @throws io.grpc.StatusRuntimeException if Temporal gives no answer
   */
  public static Optional<Poll> newest(WorkflowClient client, String host) {
    DescribeTaskQueueRequest request =
        DescribeTaskQueueRequest.newBuilder()
            .setNamespace(client.getOptions().getNamespace())
            .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.node(host)))
            .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
            .build();
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
        .describeTaskQueue(request)
        .getPollersList()
        .stream()
        .map(Polls::poll)
        .max(Comparator.comparing(Poll::at));
  }

  private static Poll poll(PollerInfo poller) {
    Timestamp at = poller.getLastAccessTime();
    return new Poll(
        AgentIdentity.parse(poller.getIdentity())
            .map(AgentIdentity::build)
            .orElse(AgentBuild.UNSTATED),
        Instant.ofEpochSecond(at.getSeconds(), at.getNanos()));
  }
}
