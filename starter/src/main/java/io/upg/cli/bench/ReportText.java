package io.upg.cli.bench;

import io.upg.taskbench.CallSummary;
import io.upg.taskbench.CheckResult;
import io.upg.taskbench.TaskReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a contract check found, for people and for programs. */
final class ReportText {
  private ReportText() {}

  static String text(TaskReport report) {
    StringBuilder text = new StringBuilder(report.title() + "\n");
    for (CheckResult result : report.results()) {
      String what = "%-7s %-16s %s".formatted(word(result), result.check(), result.message());
      text.append("  ").append(what.stripTrailing()).append('\n');
    }
    return text.append(TaskOutcome.calls(calls(report))).toString();
  }

  static Map<String, Object> document(List<TaskReport> reports) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("ok", reports.stream().noneMatch(TaskReport::broken));
    document.put("tasks", reports.stream().map(ReportText::document).toList());
    return document;
  }

  private static Map<String, Object> document(TaskReport report) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("task", report.task());
    document.put("component", report.component());
    document.put("action", report.action());
    document.put("ok", !report.broken());
    List<Map<String, Object>> checks = new ArrayList<>();
    for (CheckResult result : report.results()) {
      Map<String, Object> check = new LinkedHashMap<>();
      check.put("check", result.check());
      check.put("result", word(result));
      check.put("message", result.message());
      check.put("differences", result.differences());
      check.put("ms", result.time().toMillis());
      checks.add(check);
    }
    document.put("checks", checks);
    document.put("calls", calls(report));
    return document;
  }

  private static List<CallSummary> calls(TaskReport report) {
    return CallSummary.of(report.calls(), report.ms());
  }

  private static String word(CheckResult result) {
    return result.verdict().name().toLowerCase(Locale.ROOT);
  }
}
