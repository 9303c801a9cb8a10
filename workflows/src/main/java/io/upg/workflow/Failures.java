package io.upg.workflow;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import io.upg.contract.FailureTypes;

/** Reads what Temporal wraps around a failure. */
final class Failures {
  private Failures() {}

  /** Whether the run, or the project, is not there or no longer open: nothing is left to do. */
  static boolean runClosed(Throwable failure) {
    return innermost(failure) instanceof ApplicationFailure cause
        && FailureTypes.RUN_CLOSED.equals(cause.getType());
  }

  /** The failure that caused all others. */
  static Throwable innermost(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost;
  }

  /** What its thrower said, without Temporal's frame around it. */
  static String message(Throwable failure) {
    Throwable cause = innermost(failure);
    if (cause instanceof TimeoutFailure timeout) {
      return "timed out (" + timeout.getTimeoutType() + ")";
    }
    if (cause instanceof TemporalFailure temporal && temporal.getOriginalMessage() != null) {
      return temporal.getOriginalMessage();
    }
    return String.valueOf(cause.getMessage());
  }
}
