package io.upg.store;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.Refusal;
import io.upg.plan.model.Task;
import java.util.BitSet;
import java.util.List;

/**
 * What was decided on a command.
 *
 * @param tasks all that it is about
 */
record Decision(CommandAnswer answer, BitSet tasks) {

  static Decision refused(CommandKind kind, Refusal refusal) {
    return new Decision(CommandAnswer.refused(kind, refusal), new BitSet());
  }

  /** Accepted, and it has no tasks. */
  static Decision noted(CommandKind kind, int run, List<String> notes) {
    return new Decision(
        new CommandAnswer(kind, null, run, false, 0, List.of(), notes), new BitSet());
  }

  static Decision accepted(
      CommandKind kind, int run, boolean started, CurrentPlan cut, List<String> notes) {
    List<String> first = cut.inOrder().limit(CommandAnswer.FIRST).map(Task::id).toList();
    return new Decision(
        new CommandAnswer(kind, null, run, started, cut.tasks(), first, notes), numbers(cut));
  }

  static BitSet numbers(CurrentPlan cut) {
    BitSet numbers = new BitSet();
    cut.batches().forEach(batch -> numbers.or(TaskRanges.of(batch.nodeTasks())));
    return numbers;
  }
}
