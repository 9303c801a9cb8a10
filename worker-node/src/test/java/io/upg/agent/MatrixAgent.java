package io.upg.agent;

import io.upg.agent.journal.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code upg-node}, which waits at a moment for as long as there is a file {@code stop-<MOMENT>}.
 */
public final class MatrixAgent {
  private static final long LOOK_NANOS = 2_000_000;

  private MatrixAgent() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(System.getProperty("upg.matrix.folder"));
    Moment.watch(moment -> waitAt(folder, moment));
    NodeMain.main(arguments);
  }

  static Path stop(Path folder, Moment moment) {
    return folder.resolve("stop-" + moment);
  }

  /** There as soon as it waits. */
  static Path at(Path folder, Moment moment) {
    return folder.resolve("at-" + moment);
  }

  private static void waitAt(Path folder, Moment moment) {
    if (!Files.exists(stop(folder, moment))) {
      return;
    }
    try {
      Files.write(at(folder, moment), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (Files.exists(stop(folder, moment))) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
