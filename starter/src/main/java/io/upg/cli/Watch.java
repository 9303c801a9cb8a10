package io.upg.cli;

import io.upg.store.StoreException;
import java.time.Duration;
import java.util.function.Supplier;

/** Prints a text again whenever it changed; on a terminal in place of the last one. */
final class Watch {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

  private final CliContext context;
  private String shown = "";

  Watch(CliContext context) {
    this.context = context;
  }

  /** Returns when the thread is interrupted; Ctrl-C ends the process. */
  void untilInterrupted(Supplier<String> text) {
    while (!Thread.currentThread().isInterrupted()) {
      show(read(text));
      try {
        Thread.sleep(INTERVAL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void show(String next) {
    if (next.equals(shown)) {
      return;
    }
    boolean terminal = context.terminalColumns() > 0;
    context.out().print(terminal ? HOME_AND_CLEAR + next : separator() + next);
    context.out().flush();
    shown = next;
  }

  private String separator() {
    return shown.isEmpty() ? "" : "\n";
  }

  /** Once it has shown something, a database that restarts does not end it. */
  private String read(Supplier<String> text) {
    try {
      return text.get();
    } catch (StoreException e) {
      if (shown.isEmpty()) {
        throw e;
      }
      return "PostgreSQL does not answer; trying again until Ctrl-C.\n";
    }
  }
}
