package io.upg.agent;

import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.plan.json.CanonicalJson;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Keeps a report within {@link NodeTaskReport#maxBytes}: halves the longest tails of tasks that
 * went well until they are gone, then those of the failed ones, then what was said.
 */
final class ReportSize {
  private static final int SHORT = 80;

  private ReportSize() {}

  static NodeTaskReport fit(NodeTaskReport report) {
    Predicate<TaskResult> failed = result -> result.state().failed();
    NodeTaskReport fitting = cut(report, failed.negate(), ReportSize::shorterTail);
    fitting = cut(fitting, failed, ReportSize::shorterTail);
    fitting = cut(fitting, failed.negate(), ReportSize::shorterWords);
    return cut(fitting, failed, ReportSize::shorterWords);
  }

  /** Shortens one result after the other, round after round, while it is too large and helps. */
  private static NodeTaskReport cut(
      NodeTaskReport report, Predicate<TaskResult> which, UnaryOperator<TaskResult> shorten) {
    NodeTaskReport fitting = report;
    while (!fits(fitting)) {
      List<TaskResult> shorter =
          fitting.results().stream().map(r -> which.test(r) ? shorten.apply(r) : r).toList();
      if (shorter.equals(fitting.results())) {
        return fitting;
      }
      fitting = report.with(shorter);
    }
    return fitting;
  }

  static int size(NodeTaskReport report) {
    return CanonicalJson.bytes(report).length;
  }

  private static boolean fits(NodeTaskReport report) {
    return size(report) <= NodeTaskReport.maxBytes(report.results().size());
  }

  private static TaskResult shorterTail(TaskResult result) {
    String tail = result.tail();
    String shorter = tail == null || tail.length() <= SHORT ? null : end(tail);
    return with(result, result.error(), result.message(), shorter);
  }

  private static TaskResult shorterWords(TaskResult result) {
    return with(result, beginning(result.error()), beginning(result.message()), result.tail());
  }

  private static String end(String text) {
    int from = text.length() - text.length() / 2;
    return text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
  }

  private static String beginning(String text) {
    if (text == null || text.length() <= SHORT) {
      return text;
    }
    int to = Math.max(SHORT, text.length() / 2);
    return text.substring(0, Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to);
  }

  private static TaskResult with(TaskResult result, String error, String message, String tail) {
    return new TaskResult(
        result.number(),
        result.task(),
        result.state(),
        result.exit(),
        error,
        message,
        tail,
        result.startedAt(),
        result.finishedAt());
  }
}
