package io.upg.agent;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them: {@code 5m}, {@code 1m30s}, {@code 0.5s}. */
final class Durations {
  private Durations() {}

  static String text(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
