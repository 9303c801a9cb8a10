package io.upg.agent;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.worker.WorkerFactory;
import io.upg.contract.TlsRefused;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts workers as soon as Temporal answers. The SDK gives up after ten seconds; but hosts come
 * back before their control plane does, and ten thousand agents that start at once are answered one
 * after the other.
 */
final class PatientStart {
  private static final Logger LOG = LoggerFactory.getLogger(PatientStart.class);

  /** What passes by itself. Anything else, like a namespace that there is not, does not. */
  private static final Set<Status.Code> PASSING =
      Set.of(
          Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED);

  private static final long SHORTEST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private PatientStart() {}

  /** Returns when the workers poll. */
  static void start(WorkerFactory workers) {
    boolean said = false;
    while (true) {
      try {
        workers.start();
        if (said) {
          LOG.info("Temporal answers");
        }
        return;
      } catch (StatusRuntimeException e) {
        if (!PASSING.contains(e.getStatus().getCode())) {
          throw e;
        }
        if (!said) {
          LOG.warn(
              "{} It is asked until it answers",
              TlsRefused.in(e)
                  .orElse(
                      "Temporal does not answer (%s): is it where --temporal says?"
                          .formatted(e.getStatus())));
          said = true;
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(
          ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it waited for Temporal", e);
    }
  }
}
