package io.upg.store;

import io.upg.contract.CommandRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** {@code pause} and {@code resume}. */
final class PauseRules {
  private final Judging judging;
  private final Tx tx;
  private final ProjectRow project;
  private final String name;

  PauseRules(Judging judging) {
    this.judging = judging;
    this.tx = judging.tx();
    this.project = judging.project();
    this.name = judging.name();
  }

  Decision pause() throws SQLException {
    if (project.pausedBy() != null) {
      return judging.noted(
          "Project '%s' was paused before, by %s.".formatted(name, project.pausedBy()));
    }
    tx.update(
        "update project set paused_at = now(), paused_by = ? where id = ?",
        judging.command().who(),
        project.id());
    String note = "Project '%s' is paused: running tasks finish, no new batch starts.";
    return judging.noted(note.formatted(name));
  }

  Decision resume() throws SQLException {
    Optional<RunRow> open = RunRow.openForward(tx, project);
    boolean paused = project.pausedBy() != null;
    if (open.isPresent() && open.get().aborted()) {
      return judging.refusedByState(AbortRules.ending(open.get()));
    }
    if (open.isPresent() && !paused) {
      return judging.refusedByState(
          "Project '%s' is running, not paused. Follow it with: upg status %s --watch"
              .formatted(name, name));
    }
    Decision decision = open.isPresent() ? goOn(open.get()) : runAgain();
    if (decision.answer().accepted()) {
      tx.update("update project set paused_at = null, paused_by = null where id = ?", project.id());
      AbortRules.lift(tx, project);
    }
    return decision;
  }

  private Decision goOn(RunRow open) {
    return judging.noted(
        open.run(), List.of("The pause is lifted; run %d goes on.".formatted(open.run())));
  }

  private Decision runAgain() throws SQLException {
    Optional<RunRow> last = RunRow.lastForward(tx, project);
    if (last.isEmpty()) {
      String note = "Nothing has run yet that could go on. Begin with: upg run %s";
      return judging.noted(note.formatted(name));
    }
    CommandRequest request = last.get().request();
    String note = "The selection of run %d again.".formatted(last.get().run());
    if (request.until() == null || tx.now().isBefore(request.until())) {
      return new RunRules(judging).start(request, List.of(note));
    }
    String late = "Its --until %s has passed and holds no longer.".formatted(request.until());
    return new RunRules(judging).start(request.withoutUntil(), List.of(note, late));
  }
}
