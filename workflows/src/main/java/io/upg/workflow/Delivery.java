package io.upg.workflow;

import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.upg.contract.FailureTypes;
import io.upg.contract.NodeActivities;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.ShardOrder.Dispatch;
import java.time.Duration;
import java.util.Set;

/**
 * One node task on its way to its host, until there is a report about it: the host's own, or one
 * written in its stead.
 *
 * <p>A delivery can be lost, and an agent can die with it. It is sent again with the same grant,
 * and the agent's journal tells what has run. Once the server has counted it as taken, nobody but
 * the host knows: if the host is not heard of again, its tasks are {@code unknown}, no longer
 * {@code unreachable}.
 */
final class Delivery {
  /** Enough for a host that reboots under its task; with the pauses some minutes at the least. */
  static final int MOST = 10;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Set<String> REFUSALS =
      Set.of(FailureTypes.WRONG_HOST, FailureTypes.STALE_GRANT);

  private final Dispatch dispatch;
  private final Duration unreachableAfter;
  private final NodeActivities agent;
  private boolean taken;
  private int count;

  Delivery(Dispatch dispatch, Duration unreachableAfter) {
    this.dispatch = dispatch;
    this.unreachableAfter = unreachableAfter;
    this.agent = Stubs.node(dispatch, unreachableAfter);
  }

  /** Sends it. The promise never fails. */
  Promise<NodeTaskReport> report() {
    count++;
    return Async.function(agent::runNodeTask, dispatch.order())
        .handle(this::answered)
        .thenCompose(report -> report);
  }

  /** How often it was sent. */
  int count() {
    return count;
  }

  private Promise<NodeTaskReport> answered(NodeTaskReport report, RuntimeException failure) {
    if (failure == null) {
      return Workflow.newPromise(SubstituteReport.complete(dispatch.order(), report));
    }
    if (neverTaken(failure)) {
      return Workflow.newPromise(
          taken
              ? SubstituteReport.unknown(dispatch.order(), "it was not heard of again")
              : SubstituteReport.unreachable(dispatch.order(), unreachableAfter));
    }
    taken = true;
    if (Failures.cause(failure) instanceof CanceledFailure) {
      return Workflow.newPromise(
          SubstituteReport.unknown(dispatch.order(), "the run was cancelled"));
    }
    if (refused(failure)) {
      return Workflow.newPromise(
          SubstituteReport.refused(dispatch.order(), Failures.message(failure)));
    }
    if (count >= MOST) {
      return Workflow.newPromise(
          SubstituteReport.unknown(
              dispatch.order(),
              "it gave no result in "
                  + count
                  + " deliveries, the last: "
                  + Failures.message(failure)));
    }
    return Workflow.newTimer(pause()).thenCompose(elapsed -> report());
  }

  private static boolean neverTaken(RuntimeException failure) {
    return Failures.cause(failure) instanceof TimeoutFailure timeout
        && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START;
  }

  private static boolean refused(RuntimeException failure) {
    return Failures.cause(failure) instanceof ApplicationFailure cause
        && REFUSALS.contains(cause.getType());
  }

  private Duration pause() {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << (count - 1));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
