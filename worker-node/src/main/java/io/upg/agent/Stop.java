package io.upg.agent;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The end of a node task ahead of time, once somebody demands it: interrupts what of it may be
 * interrupted, and keeps the rest from being started.
 */
final class Stop {
  private final Set<Thread> interruptible = new HashSet<>();
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

  /** Inside of such work: something short that must not be cut off, as a write to a file. */
  void spares(Runnable work) {
    leave();
    try {
      work.run();
    } finally {
      enter();
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
