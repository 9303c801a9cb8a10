package io.upg.cli;

import io.upg.store.query.RunProgress;
import io.upg.store.query.StatusDocument;
import io.upg.store.query.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A run's progress as text. Pure: what is shown follows from what was read. */
final class ProgressView {
  private static final int BAR = 20;
  private static final int NAMED = 3;

  private ProgressView() {}

  /** For a terminal: lines of at most {@code columns} characters. */
  static List<String> block(RunProgress progress, int columns) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  run %d %s  %s"
            .formatted(
                progress.status().project(), progress.run().run(), bar(progress), share(progress)));
    lines.add("  " + place(progress));
    lines.add("  " + Words.counts(progress.status().counts()));
    lines.add("  now: " + now(progress));
    lines.add("  " + times(progress));
    return lines.stream().map(line -> cut(line, columns)).toList();
  }

  /** For a log: one line that says the same in short. */
  static String line(RunProgress progress) {
    return "%s  %s  %s  (%s)  %s"
        .formatted(
            progress.status().project(),
            place(progress),
            share(progress),
            Words.counts(progress.status().counts()),
            times(progress));
  }

  private static String bar(RunProgress progress) {
    int full = progress.tasks() == 0 ? BAR : BAR * progress.ended() / progress.tasks();
    return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
  }

  private static String share(RunProgress progress) {
    return progress.ended() + " of " + Words.count(progress.tasks(), "task");
  }

  /** {@code management, batch 3 of 9: convert}. */
  static String place(RunProgress progress) {
    StatusDocument status = progress.status();
    if (progress.run().batch() == 0 || status.phase() == null) {
      return "starting";
    }
    String stage = progress.stage().isEmpty() ? "" : ": " + progress.stage();
    return Words.place(status) + stage;
  }

  private static String now(RunProgress progress) {
    int running = progress.running();
    if (running == 0) {
      return "nothing";
    }
    String first =
        progress.now().stream().limit(NAMED).map(TaskRow::id).collect(Collectors.joining(", "));
    int more = running - Math.min(NAMED, progress.now().size());
    return more > 0 ? first + " and " + more + " more" : first;
  }

  private static String times(RunProgress progress) {
    String elapsed = Words.duration(progress.elapsed()) + " elapsed";
    Instant eta = progress.run().eta();
    if (eta == null) {
      return elapsed;
    }
    Duration expected = Duration.between(progress.run().startedAt(), eta);
    return elapsed + ", " + Words.duration(expected) + " expected";
  }

  private static String cut(String line, int columns) {
    return line.length() <= columns ? line : line.substring(0, Math.max(0, columns - 1)) + "…";
  }
}
