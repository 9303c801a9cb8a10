package io.upg.taskbench;

import java.time.Duration;
import java.util.List;

/**
 * What one check of a task's contract found.
 *
 * @param check {@code run}, {@code run-twice}, {@code rollback}, …
 * @param message what the task did that it must not, or why it was not looked at; else empty
 * @param differences of the root, where they are what is wrong
 */
public record CheckResult(
    String check, Verdict verdict, String message, List<Difference> differences, Duration time) {

  /** How it went. */
  public enum Verdict {
    OK,
    BROKEN,
    SKIPPED
  }

  public CheckResult {
    differences = List.copyOf(differences);
  }

  public boolean broken() {
    return verdict == Verdict.BROKEN;
  }
}
