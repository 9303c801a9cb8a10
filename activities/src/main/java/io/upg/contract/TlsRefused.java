package io.upg.contract;

import java.util.Optional;

/** The cause of a call that failed for want of TLS or of the right certificate. */
public final class TlsRefused extends Exception {
  private static final long serialVersionUID = 1L;

  TlsRefused(String message, Throwable cause) {
    super(message, cause);
  }

  /** What was seen and what to do, if this is why the call failed. */
  public static Optional<String> in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TlsRefused) {
        return Optional.of(cause.getMessage());
      }
    }
    return Optional.empty();
  }
}
