package io.upg.store.query;

import io.upg.plan.model.TaskState;
import io.upg.store.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a project waits for: a sentence that says what is and what to do, or null. A run that stops
 * leaves one behind; once a word on single tasks has changed what it says, it is made anew.
 */
final class WaitingFor {
  private static final int NAMED = 3;

  private static final String CHANGED =
      """
      select exists (
          select from run
           where project_id = ? and command <> 'run' and coalesce(ended_at, now()) > ?)
        or exists (
          select from audit
           where project_id = ? and command = 'skip' and outcome = 'accepted' and at > ?)
      """;

  private final Tx tx;
  private final ProjectRow project;

  private WaitingFor(Tx tx, ProjectRow project) {
    this.tx = tx;
    this.project = project;
  }

  /**
   * @param last the newest forward run
   * @param live null where nothing is known of what is under way
   */
  static String sentence(
      Tx tx,
      ProjectRow project,
      ProjectState state,
      Map<TaskState, Integer> counts,
      List<RunRow> open,
      Optional<RunRow> last,
      LiveStatus live)
      throws SQLException {
    WaitingFor waiting = new WaitingFor(tx, project);
    return switch (state) {
      case RUNNING -> waiting.running(open, live);
      case PAUSED ->
          "Paused%s. Go on: upg resume %s".formatted(by(project.pausedBy()), project.name());
      case ABORTED ->
          "Aborted%s. Go on: upg run %s. Take back: upg rollback %s --all"
              .formatted(by(project.abortedBy()), project.name(), project.name());
      case WAITING -> last.isEmpty() ? null : waiting.stopped(last.get());
      case READY -> waiting.failed(count(counts, true));
      case DONE, ROLLED_BACK -> null;
    };
  }

  private String running(List<RunRow> open, LiveStatus live) {
    return Stream.of(ending(open), live == null ? null : live.sentence())
        .filter(Objects::nonNull)
        .reduce((ending, silent) -> ending + " " + silent)
        .orElse(null);
  }

  private String ending(List<RunRow> open) {
    Optional<RunRow> aborted = open.stream().filter(run -> run.abortedBy() != null).findFirst();
    if (aborted.isPresent()) {
      return "Aborted by %s: what runs comes to its end, nothing new starts."
          .formatted(aborted.get().abortedBy());
    }
    return project.pausedAt() == null
        ? null
        : "Paused%s: the batch that runs finishes, no new one starts. Go on: upg resume %s"
            .formatted(by(project.pausedBy()), project.name());
  }

  private String stopped(RunRow run) throws SQLException {
    if (run.endedAt() == null || !changedSince(run)) {
      return run.waitingFor();
    }
    Map<TaskState, Integer> counts = TaskCounts.ofRun(tx, project.id(), run.run());
    int failed = count(counts, true);
    if (failed > 0) {
      List<TaskRow> first = first(run.run());
      return "%s in the way of run %d: %s. See: upg logs %s %s. Then: upg retry %s --failed, and go on: upg resume %s"
          .formatted(
              failed == 1 ? "1 task is" : failed + " tasks are",
              run.run(),
              named(first, failed),
              project.name(),
              first.get(0).id(),
              project.name(),
              project.name());
    }
    int left = count(counts, false);
    return "Nothing is in the way any more; %d %s of run %d %s left. Go on: upg resume %s"
        .formatted(
            left,
            left == 1 ? "task" : "tasks",
            run.run(),
            left == 1 ? "is" : "are",
            project.name());
  }

  /** Something failed, though the last forward run has nothing to wait for. */
  private String failed(int count) throws SQLException {
    if (count == 0) {
      return null;
    }
    List<TaskRow> first = first(null);
    String id = first.get(0).id();
    return "Not at their end: %s. See: upg logs %s %s. Again: upg retry %s %s, or let it go: upg skip %s %s --reason R"
        .formatted(named(first, count), project.name(), id, project.name(), id, project.name(), id);
  }

  private boolean changedSince(RunRow run) throws SQLException {
    return tx.one(
        CHANGED,
        row -> row.getBoolean(1),
        project.id(),
        run.endedAt(),
        project.id(),
        run.endedAt());
  }

  private List<TaskRow> first(Integer run) throws SQLException {
    return TasksQuery.ofRun(tx, project.id(), run, TaskState::failed, NAMED);
  }

  private static String named(List<TaskRow> first, int count) {
    String named =
        first.stream()
            .map(task -> "%s (%s)".formatted(task.id(), task.state().word()))
            .collect(Collectors.joining(", "));
    return count > first.size() ? named + " and " + (count - first.size()) + " more" : named;
  }

  /** How many failed, or how many else are left. */
  private static int count(Map<TaskState, Integer> counts, boolean failed) {
    return counts.entrySet().stream()
        .filter(entry -> !entry.getKey().settled() && entry.getKey().failed() == failed)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static String by(String who) {
    return who == null ? "" : " by " + who;
  }
}
