package io.upg.store;

import io.upg.plan.cut.Cut;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.SkipDecision;
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
    return judging.start(judging.command(), accepted.plan(), accepted.notes());
  }

  /** No run: only states. */
  Decision skip() throws SQLException {
    Optional<Refusal> incomplete = CommandCut.incomplete(judging.command());
    if (incomplete.isPresent()) {
      return judging.refused(incomplete.get());
    }
    SkipDecision decision =
        SkipDecision.of(judging.plan(), judging.facts(), judging.command().selection());
    if (!(decision instanceof SkipDecision.Accepted skip)) {
      return judging.refused(((SkipDecision.Refused) decision).refusal());
    }
    become(TaskState.SKIPPED, true, skip.skipped());
    become(TaskState.ROLLED_BACK, false, skip.letGo());
    return judging.about(skip.tasks(), skip.notes());
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
