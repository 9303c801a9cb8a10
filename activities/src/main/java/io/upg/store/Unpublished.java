package io.upg.store;

/**
 * A patch would give tasks a content that agents cannot fetch yet: what is recorded has changed
 * since it was looked at. Look again, publish, judge again.
 */
public final class Unpublished extends RuntimeException {
  Unpublished() {
    super("a new task sheet is not in the artifact store yet");
  }
}
