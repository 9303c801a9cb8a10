package io.upg.cli.bench;

import io.upg.cli.TextTable;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.taskbench.BenchTask;
import io.upg.taskbench.Call;
import io.upg.taskbench.CallSummary;
import io.upg.taskbench.Difference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of one task on the bench.
 *
 * @param changes of the root; null where it was not looked at
 * @param output where all that the script wrote is kept
 */
record TaskOutcome(
    BenchTask task,
    Direction direction,
    boolean dryRun,
    TaskResult result,
    List<Difference> changes,
    List<Call> calls,
    Path output) {
  private static final int SHOWN = 20;

  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("task", task.id());
    document.put("host", task.host());
    document.put("component", task.sheet().component());
    document.put("action", task.sheet().action());
    document.put("direction", direction.word());
    document.put("dryRun", dryRun);
    document.put("state", result.state().word());
    document.put("exit", result.exit());
    document.put("error", result.error());
    document.put("message", result.message());
    document.put("startedAt", result.startedAt());
    document.put("finishedAt", result.finishedAt());
    document.put("ms", millis());
    document.put("changes", changes);
    document.put("calls", CallSummary.of(calls, millis()));
    document.put("output", output.toString());
    return document;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s%s on %s: %s after %.2f s%s\n"
            .formatted(
                direction == Direction.RUN ? "" : "rollback of ",
                task.title(),
                task.host(),
                result.state().word() + (dryRun ? " (dry run)" : ""),
                millis() / 1000.0,
                said()));
    if (changes != null) {
      text.append(changes.isEmpty() ? "nothing in the root changed\n" : "in the root:\n");
      changes.stream().limit(SHOWN).forEach(change -> text.append("  " + change + "\n"));
      if (changes.size() > SHOWN) {
        text.append("  and %d more (-o json has all)\n".formatted(changes.size() - SHOWN));
      }
    }
    return text.append(calls(CallSummary.of(calls, millis()))).toString();
  }

  private String said() {
    String said = result.error() == null ? result.message() : result.error();
    return said == null ? "" : ": " + said;
  }

  private long millis() {
    return result.startedAt() == null
        ? 0
        : Duration.between(result.startedAt(), result.finishedAt()).toMillis();
  }

  /** Nothing where there were none. */
  static String calls(List<CallSummary> calls) {
    if (calls.isEmpty()) {
      return "";
    }
    TextTable table =
        new TextTable("CALL", "KIND", "COUNT", "FAILED", "MS", "P50", "P95", "MAX", "SHARE");
    for (CallSummary call : calls) {
      table.row(
          call.name(),
          call.external() ? "external" : "sdk",
          call.count(),
          call.failed(),
          number(call.ms()),
          number(call.p50()),
          number(call.p95()),
          number(call.max()),
          "%.0f %%".formatted(call.share() * 100));
    }
    return "calls:\n" + table.text("  ");
  }

  private static String number(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.1f" : "%.0f", millis);
  }
}
