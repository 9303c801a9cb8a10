package io.upg.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something that sends no word when it comes. */
final class Wait {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Wait() {}

  /**
   * Returns when it holds, or the time is up, or the thread is interrupted; says whether it holds.
   */
  static boolean until(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      try {
        Thread.sleep(PAUSE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  /**
   * @throws StartFailed if it does not hold in time
   */
  static void orFail(Duration limit, String message, BooleanSupplier condition) {
    if (!until(limit, condition)) {
      throw new StartFailed(message + " Waited " + limit.toSeconds() + " s.");
    }
  }
}
