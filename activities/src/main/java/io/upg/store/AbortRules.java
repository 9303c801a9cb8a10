package io.upg.store;

import io.upg.plan.model.Direction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code abort}: ends the runs that are open, each behind the batch that it is at. What runs
 * finishes; with {@code --now} the tasks of forward runs are stopped. A compensation that has begun
 * always finishes: a host that is half taken back is worse than either.
 *
 * <p>An abort ends runs, not the project: every command works on it, and {@code run} or {@code
 * resume} ends the state <em>aborted</em>.
 */
final class AbortRules {
  private final Judging judging;
  private final Tx tx;
  private final ProjectRow project;
  private final String who;

  AbortRules(Judging judging) {
    this.judging = judging;
    this.tx = judging.tx();
    this.project = judging.project();
    this.who = judging.command().who();
  }

  Decision judge() throws SQLException {
    List<RunRow> open = RunRow.open(tx, project);
    int changed = endRuns() + (judging.command().now() ? stopTasks() : 0);
    if (project.abortedBy() != null && changed == 0) {
      String note = "Project '%s' was aborted before, by %s.";
      return decision(open, note.formatted(project.name(), project.abortedBy()));
    }
    tx.update(
        """
        update project set aborted_at = now(), aborted_by = ?, paused_at = null, paused_by = null
        where id = ?
        """,
        who,
        project.id());
    String nothing = open.isEmpty() ? " (nothing was running)" : "";
    return decision(
        open, "Project '%s' is aborted%s: nothing new starts.".formatted(project.name(), nothing));
  }

  private int endRuns() throws SQLException {
    return tx.update(
        """
        update run set aborted_by = ?
        where project_id = ? and state = 'open' and aborted_by is null
        """,
        who,
        project.id());
  }

  private int stopTasks() throws SQLException {
    return tx.update(
        """
        update run set stopped_by = ?
        where project_id = ? and state = 'open' and stopped_by is null and direction = ?
        """,
        who,
        project.id(),
        Direction.RUN.word());
  }

  private Decision decision(List<RunRow> open, String first) {
    List<String> notes = new ArrayList<>(List.of(first));
    open.forEach(run -> notes.add(whatGoesOn(run)));
    notes.add((open.isEmpty() ? "" : "Then: ") + ways(project.name()));
    return judging.noted(open.isEmpty() ? 0 : open.get(0).run(), notes);
  }

  private String whatGoesOn(RunRow run) {
    if (run.direction() == Direction.ROLLBACK) {
      return "Run %d takes tasks back: those that it has begun with are finished, then it ends."
          .formatted(run.run());
    }
    if (judging.command().now() || run.stoppedBy() != null) {
      return "Run %d: what runs is stopped and ends as fail, what has not started stays as it was. Seconds where the host answers."
          .formatted(run.run());
    }
    return "Run %d ends when the batch that it is at has finished. To stop that, too: upg abort %s --now"
        .formatted(run.run(), project.name());
  }

  /** The ways on from an aborted project. */
  static String ways(String project) {
    return "Go on: upg run %s. Take back: upg rollback %s --all".formatted(project, project);
  }

  /** Why a command that would follow this run cannot. */
  static String ending(RunRow run) {
    return "Run %d of project '%s' was aborted by %s and has not ended yet. Wait for it: upg status %s --watch"
        .formatted(run.run(), run.project().name(), run.abortedBy(), run.project().name());
  }

  /** What {@code run} and {@code resume} do to an aborted project. */
  static void lift(Tx tx, ProjectRow project) throws SQLException {
    if (project.abortedBy() != null) {
      tx.update(
          "update project set aborted_at = null, aborted_by = null where id = ?", project.id());
    }
  }
}
