package io.upg.cli;

import io.upg.store.query.RunProgress;
import io.upg.store.query.StatusDocument;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Shows progress on stderr: on a terminal a block that rewrites itself, else a line whenever
 * something changed (each new batch at once, counts at most every {@link #LINE_INTERVAL}).
 */
final class ProgressDisplay {
  static final Duration LINE_INTERVAL = Duration.ofSeconds(5);
  private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

  private final PrintStream err;
  private final int columns;
  private final Clock clock;
  private int linesShown;
  private Shown shown;
  private Instant shownAt = Instant.EPOCH;

  ProgressDisplay(CliContext context) {
    this.err = context.err();
    this.columns = context.terminalColumns();
    this.clock = context.clock();
  }

  /** What makes a new line worth printing. */
  private record Shown(String place, StatusDocument status) {
    static Shown of(RunProgress progress) {
      return new Shown(ProgressView.place(progress), withoutEta(progress.status()));
    }

    private static StatusDocument withoutEta(StatusDocument status) {
      return new StatusDocument(
          status.project(),
          status.state(),
          status.phase(),
          status.batch(),
          status.batches(),
          status.counts(),
          status.waitingFor(),
          List.of(),
          null);
    }
  }

  void show(RunProgress progress) {
    if (columns > 0) {
      rewrite(ProgressView.block(progress, columns));
      return;
    }
    Shown next = Shown.of(progress);
    if (next.equals(shown)) {
      return;
    }
    boolean newPlace = shown == null || !Objects.equals(shown.place, next.place);
    boolean due = !clock.instant().isBefore(shownAt.plus(LINE_INTERVAL));
    if (newPlace || due || !progress.open()) {
      err.println(ProgressView.line(progress));
      shown = next;
      shownAt = clock.instant();
    }
  }

  /** Leaves what is shown where it is: what is printed next comes below it. */
  void leave() {
    linesShown = 0;
  }

  private void rewrite(List<String> lines) {
    String clear = linesShown == 0 ? "" : UP_AND_CLEAR.formatted(linesShown);
    err.print(clear + String.join("\n", lines) + "\n");
    err.flush();
    linesShown = lines.size();
  }
}
