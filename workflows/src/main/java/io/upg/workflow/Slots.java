package io.upg.workflow;

import io.temporal.workflow.Workflow;
import java.util.function.Supplier;

/**
 * A window that limits how fast things begin, not how many run: a slot is free again when what took
 * it has ended, but with the next beat at the latest. So a storm never reaches the server, and long
 * work does not hold up what comes behind it.
 *
 * <p>Workflow code only.
 */
final class Slots {
  private final int size;
  private final Pulse pulse;
  private int beats;
  private int taken;

  Slots(int size, Pulse pulse) {
    this.size = size;
    this.pulse = pulse;
    pulse.onBeat(this::freeAll);
  }

  /** One that was taken; to be told when what took it has ended. */
  final class Slot {
    private final int takenIn = beats;
    private boolean ended;

    void end() {
      if (!ended && takenIn == beats) {
        taken--;
      }
      ended = true;
    }
  }

  /** Waits until one is free, or until there is no point in waiting any more. */
  Slot take(Supplier<Boolean> hurry) {
    while (taken >= size && !hurry.get()) {
      pulse.need();
      Workflow.await(() -> taken < size || hurry.get());
    }
    taken++;
    return new Slot();
  }

  private void freeAll() {
    beats++;
    taken = 0;
  }
}
