package io.upg.cli;

import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.Cut;
import io.upg.plan.cut.SkipDecision;
import io.upg.plan.cut.TaskFacts;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.render.CurrentPlanText;
import io.upg.plan.render.PlanJson;
import io.upg.store.CommandCut;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command would do. Pure: it follows from the plan, what is recorded, and the command.
 *
 * @param way {@code run}, {@code rollback} or {@code skip}: what would happen to the tasks
 * @param tasks in order
 */
record DryRun(String way, CurrentPlan tasks, List<String> notes) {
  private static final String SKIP = "skip";

  /**
   * @throws Refused where a rule would say no
   */
  static DryRun of(GlobalPlan plan, TaskFacts facts, CommandRequest command) {
    return command.kind() == CommandKind.SKIP
        ? skip(plan, facts, command)
        : cut(CommandCut.of(plan, facts, command));
  }

  private static DryRun skip(GlobalPlan plan, TaskFacts facts, CommandRequest command) {
    CommandCut.incomplete(command)
        .ifPresent(
            refusal -> {
              throw new Refused(refusal);
            });
    SkipDecision decision = SkipDecision.of(plan, facts, command.selection());
    if (decision instanceof SkipDecision.Refused refused) {
      throw new Refused(refused.refusal());
    }
    SkipDecision.Accepted accepted = (SkipDecision.Accepted) decision;
    return new DryRun(SKIP, CurrentPlan.of(plan, accepted.tasks()), accepted.notes());
  }

  private static DryRun cut(Cut cut) {
    if (cut instanceof Cut.Refused refused) {
      throw new Refused(refused.refusal());
    }
    Cut.Accepted accepted = (Cut.Accepted) cut;
    return new DryRun(accepted.plan().direction().word(), accepted.plan(), accepted.notes());
  }

  /** The notes, and what the list is. */
  @Override
  public List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    if (tasks.tasks() > 0) {
      all.add("%s would %s:".formatted(Words.count(tasks.tasks(), "task"), verb()));
    }
    return all;
  }

  private String verb() {
    if (way.equals(SKIP)) {
      return "be skipped";
    }
    return way.equals(Direction.ROLLBACK.word())
        ? "be taken back, in this order"
        : "run, in this order";
  }

  Object document() {
    return PlanJson.dryRun(tasks, way);
  }

  String text() {
    return CurrentPlanText.list(tasks);
  }
}
