package io.upg.workflow;

import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.upg.contract.FailureTypes;
import io.upg.contract.NodeActivities;
import io.upg.contract.NodeTaskOrder;
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
 *
 * <p>It is stopped in two steps. What the host has not taken is withdrawn: whether it has, the
 * server decides, and what is withdrawn never ran. Whatever may be at the host is stopped by an
 * order of its own, which is answered at once; a cancel would come with the next heartbeat only,
 * and agents see cancels that nobody asked for.
 */
final class Delivery {
  /** Enough for a host that reboots under its task; with the pauses some minutes at the least. */
  static final int MOST = 10;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int LONGEST_PAUSE_FROM = 6;

  /** An agent that detaches without end must not fill the history: a dozen an hour is no load. */
  private static final Duration RARE_PAUSE = Duration.ofMinutes(5);

  private static final int RARE_FROM = 20;
  private static final Set<String> REFUSALS =
      Set.of(FailureTypes.WRONG_HOST, FailureTypes.STALE_GRANT, FailureTypes.PROTOCOL);

  private final NodeTaskOrder order;
  private final Duration unreachableAfter;
  private final NodeActivities agent;
  private final CompletablePromise<NodeTaskReport> report = Workflow.newPromise();
  private CancellationScope sending;
  private String stoppedBy;
  private boolean withdrawn;
  private boolean taken;
  private int count;
  private int lost;

  /**
   * @param known whether the host may have had it before
   */
  Delivery(Dispatch dispatch, Duration unreachableAfter, boolean known) {
    this.order = dispatch.order();
    this.unreachableAfter = unreachableAfter;
    this.agent = Stubs.node(dispatch, unreachableAfter);
    this.taken = known;
  }

  /** Never fails. */
  Promise<NodeTaskReport> report() {
    return report;
  }

  /** How often it was sent. */
  int count() {
    return count;
  }

  void send() {
    count++;
    sending =
        Workflow.newCancellationScope(
            () -> Async.function(agent::runNodeTask, order).handle(this::answered));
    sending.run();
  }

  /** Withdraws it from a host that has not taken it. Others are asked: {@link #askToStop}. */
  void stop(String by) {
    stoppedBy = by;
    if (taken || report.isCompleted()) {
      return;
    }
    if (count == 0) {
      report.complete(SubstituteReport.stoppedBefore(order, by));
      return;
    }
    withdrawn = true;
    sending.cancel();
  }

  void askToStop() {
    taken = true;
    count++;
    Async.function(agent::stopNodeTask, order, stoppedBy).handle(this::stopAnswered);
  }

  private Void answered(NodeTaskReport answer, RuntimeException failure) {
    if (failure == null || stoppedBy == null) {
      ended(answer, failure, this::sendAgain);
    } else if (withdrawn && Failures.cause(failure) instanceof CanceledFailure) {
      end(SubstituteReport.stoppedBefore(order, stoppedBy));
    }
    // Else it is told what became of it by the answer to the order to stop it.
    return null;
  }

  private Void stopAnswered(NodeTaskReport answer, RuntimeException failure) {
    ended(answer, failure, this::askToStop);
    return null;
  }

  private void sendAgain() {
    if (stoppedBy == null) {
      send();
    }
  }

  private void ended(NodeTaskReport answer, RuntimeException failure, Runnable again) {
    if (failure == null) {
      end(SubstituteReport.complete(order, answer));
      return;
    }
    if (neverTaken(failure)) {
      end(
          taken
              ? SubstituteReport.unknown(order, "it was not heard of again")
              : SubstituteReport.unreachable(order, unreachableAfter));
      return;
    }
    taken = true;
    if (Failures.cause(failure) instanceof CanceledFailure) {
      end(SubstituteReport.unknown(order, "the run was cancelled"));
    } else if (hasType(failure, REFUSALS)) {
      end(SubstituteReport.refused(order, Failures.message(failure)));
    } else {
      lost(failure, again);
    }
  }

  /**
   * A delivery that was only detached says that its agent lives: what it holds ends by its own
   * timeouts, however long Temporal flaps or the agent takes to start again.
   */
  private void lost(RuntimeException failure, Runnable again) {
    lost += hasType(failure, Set.of(FailureTypes.DETACHED)) ? 0 : 1;
    if (lost >= MOST) {
      String last = Failures.message(failure);
      end(
          SubstituteReport.unknown(
              order, "it gave no result in " + lost + " deliveries, the last: " + last));
      return;
    }
    Workflow.newTimer(pause())
        .thenApply(
            elapsed -> {
              if (!report.isCompleted()) {
                again.run();
              }
              return null;
            });
  }

  private void end(NodeTaskReport end) {
    if (!report.isCompleted()) {
      report.complete(end);
    }
  }

  private static boolean neverTaken(RuntimeException failure) {
    return Failures.cause(failure) instanceof TimeoutFailure timeout
        && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START;
  }

  private static boolean hasType(RuntimeException failure, Set<String> types) {
    return Failures.cause(failure) instanceof ApplicationFailure cause
        && types.contains(cause.getType());
  }

  private Duration pause() {
    if (count >= RARE_FROM) {
      return RARE_PAUSE;
    }
    return count >= LONGEST_PAUSE_FROM
        ? LONGEST_PAUSE
        : FIRST_PAUSE.multipliedBy(1L << (count - 1));
  }
}
