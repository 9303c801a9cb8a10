package io.upg.store;

import io.upg.plan.cut.Cut;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.SkipDecision;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Optional;

/** {@code retry}, {@code rollback} and {@code skip}: an operator's word on single tasks. */
final class TaskRules {
  /** A late result of the task changes nothing any more: the operator has decided. */
  private static final String BECOME =
      """
      update task_state set state = ?, finished_at = now(), granted = false,
        doubt_grant = case when ? then doubt_grant end,
        ran = case when ? then ran or state in ('fail', 'unknown') else false end
      from unnest(?::int4multirange) as range
      where project_id = ? and number >= lower(range) and number < upper(range)
      """;

  private static final String LOCK =
      """
      select s.number from unnest(?::int4multirange) as range
      join task_state s on s.number >= lower(range) and s.number < upper(range)
      where s.project_id = ?
      order by s.number
      for no key update of s
      """;

  /**
   * An older run that goes forwards would take what is skipped or taken back behind its back: the
   * last word counts.
   */
  private static final String LEAVE_BATCHES =
      """
      update run_batch b set tasks = b.tasks - ?::int4multirange
      from run r
      where r.project_id = ? and r.state = 'open' and r.direction = 'run'
        and b.project_id = r.project_id and b.run = r.run and b.state in ('ready', 'running')
      """;

  private final Judging judging;

  TaskRules(Judging judging) {
    this.judging = judging;
  }

  /** A run of its own, beside the open one. */
  Decision run() throws SQLException {
    Cut cut = CommandCut.of(judging.plan(), judging.facts(), judging.command());
    if (!(cut instanceof Cut.Accepted accepted)) {
      return judging.refused((Cut.Refused) cut);
    }
    Decision decision = judging.start(judging.command(), accepted.plan(), accepted.notes());
    if (decision.answer().started() && accepted.plan().direction() == Direction.ROLLBACK) {
      leaveForwards(decision.tasks());
    }
    return decision;
  }

  /** No run: only states. */
  Decision skip() throws SQLException {
    Optional<Refusal> incomplete = CommandCut.incomplete(judging.command());
    if (incomplete.isPresent()) {
      return judging.refused(incomplete.get());
    }
    SkipDecision decision = settledDecision();
    if (!(decision instanceof SkipDecision.Accepted skip)) {
      return judging.refused(((SkipDecision.Refused) decision).refusal());
    }
    leaveForwards(skip.skipped());
    become(TaskState.SKIPPED, true, skip.skipped());
    become(TaskState.ROLLED_BACK, false, skip.letGo());
    return judging.about(skip.tasks(), skip.notes());
  }

  /**
   * Grants and results do not wait for commands: what is decided counts only if it still holds of
   * rows that are locked.
   */
  private SkipDecision settledDecision() throws SQLException {
    BitSet locked = new BitSet();
    while (true) {
      SkipDecision decision =
          SkipDecision.of(judging.plan(), judging.facts(), judging.command().selection());
      if (!(decision instanceof SkipDecision.Accepted skip)) {
        return decision;
      }
      BitSet free = skip.tasks();
      free.andNot(locked);
      if (free.isEmpty()) {
        return decision;
      }
      lock(free);
      locked.or(free);
    }
  }

  private void lock(BitSet tasks) throws SQLException {
    judging.tx().list(LOCK, row -> row.getInt(1), TaskRanges.text(tasks), judging.project().id());
  }

  private void leaveForwards(BitSet tasks) throws SQLException {
    judging.tx().update(LEAVE_BATCHES, TaskRanges.text(tasks), judging.project().id());
  }

  private void become(TaskState state, boolean mayStand, BitSet tasks) throws SQLException {
    if (!tasks.isEmpty()) {
      judging
          .tx()
          .update(
              BECOME,
              state.word(),
              mayStand,
              mayStand,
              TaskRanges.text(tasks),
              judging.project().id());
    }
  }
}
