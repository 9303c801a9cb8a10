package io.upg.store;

import io.upg.contract.CommandRequest;
import io.upg.contract.PauseAfter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a run pauses before a batch: because somebody said so, or by itself, as its own command
 * ({@code --until}, {@code --pause-after}) demands. Inside a transaction that holds the project.
 */
final class PauseGate {
  /** Of this command, also before a resume. */
  private static final String EARLIER_OF_PHASE =
      """
      select exists (
        select from run_batch b join run r using (project_id, run)
        where r.project_id = ? and r.request ->> 'id' = ? and b.phase = ?
          and b.state = 'passed' and (r.run, b.batch) < (?, ?))
      """;

  private final Tx tx;
  private final RunRow run;
  private final CommandRequest command;

  PauseGate(Tx tx, RunRow run) {
    this.tx = tx;
    this.run = run;
    this.command = run.request();
  }

  /** Who, or what, has paused the project; it is paused by this where the run pauses by itself. */
  Optional<String> pausedBefore(BatchRow batch) throws SQLException {
    if (run.project().pausedBy() != null) {
      return run.forward() || !newerThanPause()
          ? Optional.of(run.project().pausedBy())
          : Optional.empty();
    }
    Optional<String> why = byItself(batch);
    if (why.isPresent()) {
      tx.update(
          "update project set paused_at = now(), paused_by = ? where id = ?",
          why.get(),
          run.project().id());
    }
    return why;
  }

  /** What an operator commands on single tasks of a paused project is meant to be done now. */
  private boolean newerThanPause() throws SQLException {
    return tx.one(
        """
        select r.started_at > p.paused_at from run r join project p on p.id = r.project_id
        where p.id = ? and r.run = ?
        """,
        row -> row.getBoolean(1),
        run.project().id(),
        run.run());
  }

  private Optional<String> byItself(BatchRow batch) throws SQLException {
    Instant until = command.until();
    if (until != null && !tx.now().isBefore(until)) {
      return Optional.of("itself (--until %s of %s)".formatted(until, command.who()));
    }
    PauseAfter after = command.pauseAfter();
    if (after != null && batch.number() > 1 && behind(after, batch)) {
      return Optional.of("itself (--pause-after %s of %s)".formatted(after.word(), command.who()));
    }
    return Optional.empty();
  }

  private boolean behind(PauseAfter after, BatchRow batch) throws SQLException {
    BatchRow last = BatchRow.require(tx, run, batch.number() - 1);
    return switch (after) {
      case BATCH -> true;
      case PHASE -> last.phase() != batch.phase();
      case CANARY -> firstOfItsPhase(last);
    };
  }

  private boolean firstOfItsPhase(BatchRow batch) throws SQLException {
    return !tx.one(
        EARLIER_OF_PHASE,
        row -> row.getBoolean(1),
        run.project().id(),
        command.id(),
        batch.phase(),
        run.run(),
        batch.number());
  }
}
