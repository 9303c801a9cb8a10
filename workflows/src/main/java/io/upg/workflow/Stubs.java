package io.upg.workflow;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import io.upg.contract.FailureTypes;
import io.upg.contract.NodeActivities;
import io.upg.contract.ProjectActivities;
import io.upg.contract.RecorderActivities;
import io.upg.contract.RunActivities;
import io.upg.contract.ShardActivities;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.contract.TaskQueues;
import java.time.Duration;

/** The activities as workflows call them: every queue, timeout and retry is decided here. */
final class Stubs {
  /** How often an agent must be heard of while it holds a node task. */
  static final Duration HEARTBEAT = Duration.ofSeconds(60);

  /** What an agent may need beyond the timeouts of its tasks: to fetch sheets, to end a process. */
  static final Duration GRACE = Duration.ofMinutes(2);

  private static final Duration STORE_CALL = Duration.ofMinutes(1);

  /** How often a recorder must be heard of while it holds results: it may die with a call. */
  private static final Duration RECORDER_HEARTBEAT = Duration.ofSeconds(15);

  /** For ever: while PostgreSQL is away, everything waits for it. */
  private static final RetryOptions UNTIL_IT_IS_BACK =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofMillis(500))
          .setMaximumInterval(Duration.ofSeconds(10))
          .setDoNotRetry(FailureTypes.RUN_CLOSED)
          .build();

  private Stubs() {}

  static ProjectActivities project() {
    return Workflow.newActivityStub(ProjectActivities.class, store(TaskQueues.ORCHESTRATOR));
  }

  static RunActivities run() {
    return Workflow.newActivityStub(RunActivities.class, store(TaskQueues.ORCHESTRATOR));
  }

  static ShardActivities shard() {
    return Workflow.newActivityStub(ShardActivities.class, store(TaskQueues.ORCHESTRATOR));
  }

  static RecorderActivities recorder() {
    return Workflow.newActivityStub(
        RecorderActivities.class,
        ActivityOptions.newBuilder(store(TaskQueues.RECORDER))
            .setHeartbeatTimeout(RECORDER_HEARTBEAT)
            .build());
  }

  /** One delivery: what follows a lost one is decided by {@link Delivery}, not by Temporal. */
  static NodeActivities node(Dispatch dispatch, Duration unreachableAfter) {
    return Workflow.newActivityStub(
        NodeActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.node(dispatch.order().host()))
            .setScheduleToStartTimeout(unreachableAfter)
            .setStartToCloseTimeout(dispatch.limit().plus(GRACE))
            .setHeartbeatTimeout(HEARTBEAT)
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setSummary(dispatch.summary())
            .build());
  }

  private static ActivityOptions store(String queue) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(queue)
        .setStartToCloseTimeout(STORE_CALL)
        .setRetryOptions(UNTIL_IT_IS_BACK)
        .build();
  }
}
