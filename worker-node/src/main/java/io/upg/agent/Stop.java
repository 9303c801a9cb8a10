package io.upg.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The end of a node task ahead of time, once somebody demands it: interrupts what of it may be
 * interrupted, and keeps the rest from being started.
 */
final class Stop {
  private final Set<Thread> interruptible = new HashSet<>();
  private final List<Stop> others = new ArrayList<>();
  private String by;

  /**
   * Work that a stop may interrupt.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, TaskRefused, InterruptedException;
  }

  /** The first demand counts. */
  synchronized void demand(String who) {
    if (by == null) {
      by = who;
      interruptible.forEach(Thread::interrupt);
      others.forEach(other -> other.demand(who));
    }
  }

  /** Who demands this, demands the other one, too. */
  synchronized void passOnTo(Stop other) {
    if (by == null) {
      others.add(other);
    } else {
      other.demand(by);
    }
  }

  synchronized boolean demanded() {
    return by != null;
  }

  /** For people, once it is demanded. */
  synchronized String text() {
    return "stopped by abort --now of " + by;
  }

  /**
   * A stop interrupts this thread until the work is done; afterwards no interrupt of it is left.
   */
  <T> T interrupts(Work<T> work) throws IOException, TaskRefused, InterruptedException {
    enter();
    try {
      return work.run();
    } finally {
      leave();
    }
  }

  private synchronized void enter() {
    interruptible.add(Thread.currentThread());
    if (by != null) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void leave() {
    interruptible.remove(Thread.currentThread());
    if (by != null) {
      Thread.interrupted();
    }
  }
}
