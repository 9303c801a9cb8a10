package io.upg.server;

import io.grpc.StatusRuntimeException;
import io.upg.contract.TemporalTarget;
import io.upg.contract.TlsRefused;

/** Something could not be started; the message says what, why, and what to do. */
final class StartFailed extends RuntimeException {
  StartFailed(String message) {
    super(message);
  }

  StartFailed(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Starts what polls Temporal.
   *
   * @throws StartFailed where that does not answer, or refuses
   */
  static void unlessAnswered(TemporalTarget temporal, Runnable start) {
    try {
      start.run();
    } catch (StatusRuntimeException e) {
      String silence =
          "Temporal at %s, namespace '%s', does not answer (%s). Does it run, and is that its address?"
              .formatted(temporal.address(), temporal.namespace(), e.getStatus());
      throw new StartFailed(TlsRefused.in(e).orElse(silence), e);
    }
  }
}
