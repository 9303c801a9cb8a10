package io.upg.plan.problem;

/**
 * One thing wrong in one place.
 *
 * @param code stable, kebab-case name of the kind of problem
 * @param file as the user named it
 * @param line from 1; 0 where the problem has no line
 * @param message subject, what was observed, what was expected
 * @param hint what to do, or empty
 */
public record Problem(
    Severity severity, String code, String file, int line, String message, String hint) {

  public enum Severity {
    ERROR,
    /** Worth saying; stops nothing. */
    NOTE
  }

  /** As printed: {@code project.yaml:12: error: … Hint: …}. */
  public String text() {
    String place = line > 0 ? file + ":" + line : file;
    String tail = hint.isEmpty() ? "" : " " + hint;
    return place + ": " + (severity == Severity.ERROR ? "error" : "note") + ": " + message + tail;
  }
}
