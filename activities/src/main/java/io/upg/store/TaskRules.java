package io.upg.store;

import io.upg.plan.cut.Cut;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.SkipDecision;
import io.upg.plan.model.Direction;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Optional;

/** {@code retry}, {@code rollback} and {@code skip}: an operator's word on single tasks. */
final class TaskRules {
  /**
   * A late result of the task changes nothing any more: the operator has decided. One statement for
   * both kinds: see V8.
   */
  private static final String BECOME =
      """
      update task_state s set
        state = case when skip then 'skipped' else 'rolled_back' end,
        finished_at = now(), granted = false,
        doubt_grant = case when skip then doubt_grant end,
        ran = skip and (ran or s.state in ('fail', 'unknown'))
      from (
        select unnest(?::int4multirange) as range, true as skip
        union all
        select unnest(?::int4multirange), false) as word
      where project_id = ? and number >= lower(range) and number < upper(range)
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
    Cut cut = CommandCut.of(judging.plan(), judging.factsAsAsked(), judging.command());
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
    judging
        .tx()
        .update(
            BECOME,
            TaskRanges.text(skip.skipped()),
            TaskRanges.text(skip.letGo()),
            judging.project().id());
    return judging.about(skip.tasks(), skip.notes());
  }

  private SkipDecision settledDecision() throws SQLException {
    return TaskLocks.settled(
        judging.tx(),
        judging.project().id(),
        () ->
            SkipDecision.of(judging.plan(), judging.factsAsAsked(), judging.command().selection()),
        decision -> decision instanceof SkipDecision.Accepted skip ? skip.tasks() : new BitSet());
  }

  private void leaveForwards(BitSet tasks) throws SQLException {
    judging.tx().update(LEAVE_BATCHES, TaskRanges.text(tasks), judging.project().id());
  }
}
