package io.upg.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Collects what was measured, and prints it: a line for each run, a table at the end. */
final class Report {
  private static final String ROW = "%-18s %7s %5s %9s %8s %9s %8s %8s %8s %9s %8s %6s %8s%n";

  private record Line(String what, List<Timing> timings) {
    double median(ToDoubleFunction<Timing> value) {
      return Median.of(timings.stream().map(value::applyAsDouble).toList());
    }

    double seconds(Function<Timing, Duration> part) {
      return median(timing -> Timing.seconds(part.apply(timing)));
    }

    int hosts() {
      return timings.get(0).hosts();
    }

    long lost() {
      return timings.stream().mapToLong(Timing::lost).sum();
    }
  }

  private final PrintStream out;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> facts = new ArrayList<>();

  Report(PrintStream out) {
    this.out = out;
  }

  /** Says at once what one run gave. */
  void run(String name, Timing timing) {
    String cpu =
        timing.cpu().entrySet().stream()
            .map(used -> "%s %.1f".formatted(used.getKey(), used.getValue()))
            .collect(Collectors.joining(", "));
    out.printf(
        Locale.ROOT,
        "%s: %.1f s (in status after %.1f; answers: first %.1f, half %.1f, last %.1f), %.0f/s, lost %d, transactions: %d of upg, %.1f a host of Temporal, cpu s: %s; load %s%n",
        name,
        Timing.seconds(timing.total()),
        Timing.seconds(timing.row()),
        Timing.seconds(timing.first()),
        Timing.seconds(timing.half()),
        Timing.seconds(timing.last()),
        timing.rate(),
        timing.lost(),
        timing.commits(),
        timing.serverCommitsAHost(),
        cpu,
        Machine.load());
    out.flush();
  }

  void add(String what, List<Timing> timings) {
    if (!timings.isEmpty()) {
      lines.add(new Line(what, timings));
    }
  }

  /** Says it at once, and again at the end. */
  void fact(String what, String value) {
    String line = String.format(Locale.ROOT, "%-40s %s", what, value);
    facts.add(line);
    out.println(line + "; load " + Machine.load());
  }

  /** Medians, and what upg takes compared to the plain workflows. */
  void print() {
    out.println();
    facts.forEach(out::println);
    if (lines.isEmpty()) {
      return;
    }
    out.println();
    out.printf(
        ROW,
        "what",
        "hosts",
        "runs",
        "median s",
        "hosts/s",
        "status s",
        "first s",
        "half s",
        "last s",
        "cpu ms/h",
        "tx/host",
        "lost",
        "x bare");
    lines.stream().sorted(Comparator.comparingInt(Line::hosts)).forEach(this::print);
  }

  private void print(Line line) {
    out.printf(
        ROW,
        line.what(),
        line.hosts(),
        line.timings().size(),
        number(line.seconds(Timing::total)),
        number(line.median(Timing::rate)),
        number(line.seconds(Timing::row)),
        number(line.seconds(Timing::first)),
        number(line.seconds(Timing::half)),
        number(line.seconds(Timing::last)),
        number(line.median(Timing::cpuMillis)),
        number(line.median(Timing::serverCommitsAHost)),
        line.lost(),
        bare(line.hosts())
            .map(floor -> number(line.seconds(Timing::total) / floor.seconds(Timing::total), 2))
            .orElse("-"));
  }

  private Optional<Line> bare(int hosts) {
    return lines.stream()
        .filter(line -> line.hosts() == hosts && line.what().equals("bare SDK"))
        .findFirst();
  }

  private static String number(double value) {
    return number(value, 1);
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
