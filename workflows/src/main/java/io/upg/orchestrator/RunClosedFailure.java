package io.upg.orchestrator;

import io.temporal.failure.ApplicationFailure;
import io.upg.contract.FailureTypes;
import io.upg.store.RunClosed;
import io.upg.store.UnknownProject;
import java.util.function.Supplier;

/** Tells Temporal not to try again what is closed for good; every other failure may pass. */
final class RunClosedFailure {
  private RunClosedFailure() {}

  static <T> T translate(Supplier<T> call) {
    try {
      return call.get();
    } catch (RunClosed | UnknownProject closed) {
      throw ApplicationFailure.newNonRetryableFailure(closed.getMessage(), FailureTypes.RUN_CLOSED);
    }
  }
}
