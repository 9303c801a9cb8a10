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
import io.upg.life.SignsOfLife;
import java.time.Duration;

/** The activities as workflows call them: every queue, timeout and retry is decided here. */
final class Stubs {
  /** How often an agent must be heard of while it holds a node task. */
  static final Duration HEARTBEAT = Duration.ofSeconds(60);

  /** What an agent may need beyond the timeouts of its tasks: to fetch sheets, to end a process. */
  static final Duration GRACE = Duration.ofMinutes(2);

  /** In characters: Temporal takes 400 bytes. */
  private static final int LONGEST_SUMMARY = 100;

  private static final Duration STORE_CALL = Duration.ofMinutes(1);

  /** For ever: while PostgreSQL is away, everything waits for it. */
  private static final RetryOptions UNTIL_IT_IS_BACK =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofMillis(500))
          .setMaximumInterval(Duration.ofSeconds(10))
          .setDoNotRetry(FailureTypes.RUN_CLOSED)
          .build();

  private Stubs() {}

  /**
   * @param summary of the one call, for people; so of the other ones
   */
  static ProjectActivities project(String summary) {
    return Workflow.newActivityStub(
        ProjectActivities.class, store(TaskQueues.ORCHESTRATOR, summary));
  }

  static RunActivities run(String summary) {
    return Workflow.newActivityStub(RunActivities.class, store(TaskQueues.ORCHESTRATOR, summary));
  }

  static ShardActivities shard(String summary) {
    return Workflow.newActivityStub(ShardActivities.class, store(TaskQueues.ORCHESTRATOR, summary));
  }

  static RecorderActivities recorder(String summary) {
    return Workflow.newActivityStub(RecorderActivities.class, store(TaskQueues.RECORDER, summary));
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

  private static ActivityOptions store(String queue, String summary) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(queue)
        .setStartToCloseTimeout(STORE_CALL)
        .setHeartbeatTimeout(SignsOfLife.TIMEOUT)
        .setRetryOptions(UNTIL_IT_IS_BACK)
        .setSummary(brief(summary))
        .build();
  }

  private static String brief(String summary) {
    return summary.length() <= LONGEST_SUMMARY ? summary : summary.substring(0, LONGEST_SUMMARY);
  }
}
