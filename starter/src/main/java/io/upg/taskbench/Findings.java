package io.upg.taskbench;

import io.upg.taskbench.CheckResult.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what the checks of one task find; each is begun, then said to be one way or the other.
 */
final class Findings {
  private final List<CheckResult> results = new ArrayList<>();
  private String check;
  private long began;

  void begin(String name) {
    check = name;
    began = System.nanoTime();
  }

  void ok() {
    add(Verdict.OK, "", List.of());
  }

  void broken(String message) {
    broken(message, List.of());
  }

  void broken(String message, List<Difference> differences) {
    add(Verdict.BROKEN, message, differences);
  }

  void skip(String name, String why) {
    begin(name);
    add(Verdict.SKIPPED, why, List.of());
  }

  List<CheckResult> all() {
    return results;
  }

  private void add(Verdict verdict, String message, List<Difference> differences) {
    Duration time = Duration.ofNanos(System.nanoTime() - began);
    results.add(new CheckResult(check, verdict, message, differences, time));
  }
}
