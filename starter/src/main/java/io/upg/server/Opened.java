package io.upg.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process has started, to be closed in reverse order: each once, whatever the others throw.
 * It may be closed while another thread is still starting more.
 */
final class Opened implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private volatile Thread starter;
  private volatile boolean closing;

  /**
   * Starts parts, one after the other.
   *
   * @param <E> what it may throw
   */
  @FunctionalInterface
  interface Start<E extends Exception> {
    void run() throws E;
  }

  /** Does the starting; {@link #close} waits for it to end. */
  <E extends Exception> void start(Start<E> start) throws E {
    synchronized (parts) {
      starter = Thread.currentThread();
      try {
        start.run();
      } finally {
        starter = null;
      }
    }
  }

  /**
   * @throws StartFailed if everything is being closed
   */
  <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    if (closing) {
      throw new StartFailed("Stopped while starting.");
    }
    return part;
  }

  /** Interrupts a start that is under way, then closes what it got to. */
  @Override
  public void close() {
    closing = true;
    Thread interrupted = starter;
    if (interrupted != null && interrupted != Thread.currentThread()) {
      interrupted.interrupt();
    }
    synchronized (parts) {
      while (!parts.isEmpty()) {
        close(parts.pop());
      }
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("{} did not close well", part.getClass().getSimpleName(), e);
    }
  }
}
