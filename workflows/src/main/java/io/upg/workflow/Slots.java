package io.upg.workflow;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * A window that limits how fast things begin, not how many run: a slot is free again when what took
 * it has ended, or with the first beat after it was held for its time. So a storm never reaches the
 * server, and long work does not hold up what comes behind it.
 *
 * <p>Workflow code only.
 */
final class Slots {
  private final int size;
  private final long held;
  private final Pulse pulse;
  private final Deque<Slot> taken = new ArrayDeque<>();
  private boolean wanted;

  /**
   * @param held at the longest
   */
  Slots(int size, Duration held, Pulse pulse) {
    this.size = size;
    this.held = held.toMillis();
    this.pulse = pulse;
    pulse.onBeat(this::freeOld);
  }

  /** One that was taken; to be told when what took it has ended. */
  final class Slot {
    private final long until = Workflow.currentTimeMillis() + held;

    void end() {
      taken.remove(this);
    }
  }

  /** Waits until one is free, or until there is no point in waiting any more. */
  Slot take(Supplier<Boolean> hurry) {
    if (taken.size() >= size) {
      wanted = true;
      freeOld();
      Workflow.await(() -> taken.size() < size || hurry.get());
      wanted = false;
    }
    Slot slot = new Slot();
    taken.add(slot);
    return slot;
  }

  private void freeOld() {
    long now = Workflow.currentTimeMillis();
    while (!taken.isEmpty() && taken.peek().until <= now) {
      taken.remove();
    }
    if (wanted && taken.size() >= size) {
      pulse.need(taken.peek().until);
    }
  }
}
