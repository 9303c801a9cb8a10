package io.upg.store;

/** A run, or its project, that is not in the store, or no longer open. Trying again is no use. */
public final class RunClosed extends RuntimeException {
  RunClosed(String message) {
    super(message);
  }
}
