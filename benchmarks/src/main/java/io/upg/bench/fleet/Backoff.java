package io.upg.bench.fleet;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses that double, up to a most, each one anywhere between half of it and all of it: thousands
 * of hosts that fail together must not come back together. Not thread-safe: its calls come one
 * after the other.
 */
final class Backoff {
  private static final int DOUBLINGS = 20;

  private final Duration first;
  private final Duration most;
  private int failures;

  Backoff(Duration first, Duration most) {
    this.first = first;
    this.most = most;
  }

  /** How long to pause after one more failure. */
  Duration next() {
    long doubled = first.toMillis() << Math.min(failures++, DOUBLINGS);
    long limit = Math.min(doubled, most.toMillis());
    return Duration.ofMillis(limit / 2 + ThreadLocalRandom.current().nextLong(limit / 2 + 1));
  }

  void succeeded() {
    failures = 0;
  }
}
