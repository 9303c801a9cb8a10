package io.upg.cli;

import io.upg.plan.model.Direction;
import io.upg.store.query.TaskLog;
import io.upg.store.query.TaskLog.Attempt;
import io.upg.store.query.TaskRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** {@code upg logs} for people. */
final class LogText {
  private static final String AGENT_HOME = "/var/lib/upg";

  private final String project;
  private final TaskLog log;
  private final CliContext context;

  LogText(String project, TaskLog log, CliContext context) {
    this.project = project;
    this.log = log;
    this.context = context;
  }

  String text() {
    TaskRow task = log.task();
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %s (%s of %s on %s, phase %s)\n"
            .formatted(
                task.id(),
                task.state().word(),
                task.action(),
                task.component(),
                task.host(),
                task.phase()));
    if (log.attempts().isEmpty()) {
      text.append("  Nothing has come back of it yet.\n");
    }
    log.attempts().forEach(attempt -> append(text.append('\n'), attempt));
    return text.toString();
  }

  private void append(StringBuilder text, Attempt attempt) {
    text.append(heading(attempt)).append('\n');
    line(text, "started", started(attempt));
    line(text, "error", attempt.error());
    line(text, "message", attempt.message());
    if (attempt.tail() != null && !attempt.tail().isBlank()) {
      text.append("  output (its end):\n");
      attempt.tail().stripTrailing().lines().forEach(l -> text.append("    | " + l + "\n"));
    }
    line(text, "work folder, with the whole output", place(attempt));
  }

  private static String heading(Attempt attempt) {
    String number = attempt.attempt() == null ? "?" : attempt.attempt().toString();
    String what =
        attempt.direction() == Direction.ROLLBACK
            ? "rollback of attempt " + number
            : "attempt " + number;
    String exit = attempt.exit() == null ? "" : ", exit " + attempt.exit();
    String stale = attempt.stale() ? " (came too late, did not count)" : "";
    return "%s, run %d: %s%s%s".formatted(what, attempt.run(), attempt.state().word(), exit, stale);
  }

  private String started(Attempt attempt) {
    if (attempt.startedAt() == null) {
      return "never";
    }
    String at = Words.time(attempt.startedAt(), context.clock().getZone());
    return attempt.finishedAt() == null
        ? at
        : at
            + ", took "
            + Words.duration(Duration.between(attempt.startedAt(), attempt.finishedAt()));
  }

  /** Where the agent keeps it; the whole path where this machine can see it. */
  private String place(Attempt attempt) {
    if (attempt.startedAt() == null) {
      return null;
    }
    TaskRow task = log.task();
    Path inside = Path.of("work", project, task.id(), Long.toString(attempt.grant()));
    Path sandbox =
        Path.of(context.env().getOrDefault("UPG_HOME", "."))
            .resolve(Path.of("agents", task.host()))
            .resolve(inside);
    return Files.isDirectory(sandbox)
        ? sandbox.toString()
        : "%s:%s/%s".formatted(task.host(), AGENT_HOME, inside);
  }

  private static void line(StringBuilder text, String label, String value) {
    if (value != null && !value.isBlank()) {
      text.append("  %s: %s\n".formatted(label, value.strip()));
    }
  }
}
