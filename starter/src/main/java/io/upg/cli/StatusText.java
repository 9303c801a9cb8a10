package io.upg.cli;

import io.upg.plan.hosts.HostNames;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import io.upg.store.query.ProjectState;
import io.upg.store.query.StatusDocument;
import io.upg.store.query.TaskRow;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/** {@code upg status} for people: what is, what it waits for, what to do. */
final class StatusText {
  private StatusText() {}

  static String of(StatusDocument status, StatusDetails details, Clock clock) {
    List<TaskRow> failed = details.failed();
    ZoneId zone = clock.getZone();
    StringBuilder text = new StringBuilder(head(status)).append(live(status, clock));
    text.append(leftBehind(status, details)).append(skipped(status, details));
    status.runs().forEach(run -> text.append("  ").append(run(run, zone)).append('\n'));
    text.append(waitingFor(status)).append(failed(status, failed));
    text.append(standing(status, details));
    String next = next(status, failed);
    text.append(next.isEmpty() ? "" : "\n" + next);
    return text.toString();
  }

  /** The same in short, below what a command tells of its tasks. */
  static String brief(StatusDocument status) {
    String next = next(status, List.of());
    return head(status) + waitingFor(status) + (next.isEmpty() ? "" : "\n" + next);
  }

  private static String head(StatusDocument status) {
    String place = status.phase() == null ? "" : ", " + Words.place(status);
    return "%s: %s%s%n  %s%n"
        .formatted(status.project(), status.state().word(), place, Words.counts(status.counts()));
  }

  private static String live(StatusDocument status, Clock clock) {
    return status.live() == null
        ? ""
        : "  now: %s%n".formatted(Words.live(status.live(), clock.instant()));
  }

  private static String waitingFor(StatusDocument status) {
    return status.waitingFor() == null ? "" : "\nWaiting for: " + status.waitingFor() + "\n";
  }

  private static String run(StatusDocument.Run run, ZoneId zone) {
    String direction = run.direction() == Direction.RUN ? "forwards" : "backwards";
    String eta = run.eta() == null ? "" : ", expected to end " + Words.time(run.eta(), zone);
    return "run %d %s: batch %d of %d, started %s%s"
        .formatted(
            run.run(),
            direction,
            run.batch(),
            run.batches(),
            Words.time(run.startedAt(), zone),
            eta);
  }

  private static String failed(StatusDocument status, List<TaskRow> failed) {
    if (failed.isEmpty()) {
      return "";
    }
    TextTable table = new TextTable("TASK", "STATE", "ATTEMPT", "ERROR");
    failed.forEach(
        task ->
            table.row(task.id(), task.state().word(), task.attempt(), Words.shortOutcome(task)));
    int more = failedCount(status) - failed.size();
    String rest =
        more > 0 ? "  and %d more: upg tasks %s --failed%n".formatted(more, status.project()) : "";
    return "\n" + table.text("  ") + rest;
  }

  /** Hosts that failed while the run goes on without them. */
  private static String leftBehind(StatusDocument status, StatusDetails details) {
    return status.state() != ProjectState.RUNNING || details.failedHosts().isEmpty()
        ? ""
        : "  failed hosts: %s%n".formatted(HostNames.text(details.failedHosts()));
  }

  private static String skipped(StatusDocument status, StatusDetails details) {
    if (details.skipped().isEmpty()) {
      return "";
    }
    int more = status.count(TaskState.SKIPPED) - details.skipped().size();
    return "  skipped: %s%s (why: upg audit %s)%n"
        .formatted(
            details.skipped().stream().map(TaskRow::id).collect(Collectors.joining(", ")),
            more > 0 ? " and " + more + " more" : "",
            status.project());
  }

  private static String standing(StatusDocument status, StatusDetails details) {
    if (details.standing().isEmpty()) {
      return "";
    }
    TextTable table = new TextTable("STANDING ON A TASK TAKEN BACK", "STATE", "TAKEN BACK");
    details.standing().forEach(task -> table.row(task.id(), task.state().word(), task.standsOn()));
    String rest =
        details.moreStanding() ? "  and more: upg tasks %s%n".formatted(status.project()) : "";
    return "\n" + table.text("  ") + rest;
  }

  private static int failedCount(StatusDocument status) {
    return status.counts().entrySet().stream()
        .filter(entry -> entry.getKey().failed())
        .mapToInt(entry -> entry.getValue())
        .sum();
  }

  private static String next(StatusDocument status, List<TaskRow> failed) {
    String project = status.project();
    return switch (status.state()) {
      case RUNNING -> step("Follow it", "upg status " + project + " --watch");
      case WAITING -> logs(project, failed);
      case READY -> logs(project, failed) + ready(status);
      case ROLLED_BACK -> step("Run it again", "upg run " + project);
      case PAUSED, ABORTED, DONE -> "";
    };
  }

  /** Something may be left though the last run was done: a phase that runs only when named, say. */
  private static String ready(StatusDocument status) {
    String run = "upg run " + status.project();
    if (status.count(TaskState.ROLLED_BACK) > 0) {
      return step("Run again what was taken back", run);
    }
    if (status.count(TaskState.DONE) == 0) {
      return step("Next", run);
    }
    return step("What is left", "upg tasks %s --state undo".formatted(status.project()))
        + step("Run its phase", run + " PHASE");
  }

  private static String logs(String project, List<TaskRow> failed) {
    return failed.isEmpty()
        ? ""
        : step("See why", "upg logs %s %s".formatted(project, failed.get(0).id()));
  }

  private static String step(String what, String command) {
    return "%s: %s%n".formatted(what, command);
  }

  /** One line a project. */
  static String list(List<StatusDocument> all) {
    TextTable table = new TextTable("PROJECT", "STATE", "WHERE", "TASKS", "WAITING FOR");
    all.forEach(
        status ->
            table.row(
                status.project(),
                status.state().word(),
                Words.place(status),
                Words.counts(status.counts()),
                status.waitingFor()));
    return table.text("");
  }
}
