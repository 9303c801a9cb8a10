package io.upg.workflow;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import io.upg.contract.FailureTypes;

/** Reads what Temporal wraps around a failure. */
final class Failures {
  private Failures() {}

  /** Whether the run, or the project, is not there or no longer open: nothing is left to do. */
  static boolean runClosed(Throwable failure) {
    return cause(failure) instanceof ApplicationFailure cause
        && FailureTypes.RUN_CLOSED.equals(cause.getType());
  }

  /** What an activity or a child failed with, without the frame that says which one it was. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof ActivityFailure || cause instanceof ChildWorkflowFailure)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** What its thrower said, without Temporal's frame around it. */
  static String message(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof TimeoutFailure timeout) {
      return "timed out (" + timeout.getTimeoutType() + ")";
    }
    if (cause instanceof TemporalFailure temporal && temporal.getOriginalMessage() != null) {
      return temporal.getOriginalMessage();
    }
    return String.valueOf(cause.getMessage());
  }
}
