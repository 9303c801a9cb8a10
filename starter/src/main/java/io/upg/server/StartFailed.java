package io.upg.server;

/** Something could not be started; the message says what, why, and what to do. */
final class StartFailed extends RuntimeException {
  StartFailed(String message) {
    super(message);
  }

  StartFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
