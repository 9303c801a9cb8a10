package io.upg.plan.cut;

import io.upg.plan.model.Budget;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts failed hosts against what may be left behind. */
public final class Budgets {
  private Budgets() {}

  /**
   * @param phase index of the phase whose hosts are counted apart
   */
  public static BatchReport.Spent spent(GlobalPlan plan, TaskStates states, int phase) {
    Set<String> ofPhase = new HashSet<>();
    Set<String> ofProject = new HashSet<>();
    Set<String> unreachable = new HashSet<>();
    for (Task task : plan.tasks()) {
      TaskState state = states.of(task);
      if (state == TaskState.UNREACHABLE) {
        unreachable.add(task.host());
      } else if (state.failed()) {
        ofProject.add(task.host());
        if (task.phase() == phase) {
          ofPhase.add(task.host());
        }
      }
    }
    return new BatchReport.Spent(ofPhase.size(), ofProject.size(), unreachable.size());
  }

  /** One phrase for every limit that is overrun; none where all hold. */
  static List<String> overrun(Budget budget, int failedInBatch, BatchReport.Spent spent) {
    List<String> overrun = new ArrayList<>();
    check(overrun, "failed in the batch", failedInBatch, budget.batch());
    check(overrun, "failed in the phase", spent.phase(), budget.phase());
    check(overrun, "failed in the project", spent.project(), budget.project());
    check(overrun, "unreachable", spent.unreachable(), budget.unreachable());
    return overrun;
  }

  private static void check(List<String> overrun, String what, int hosts, int limit) {
    if (hosts > limit) {
      String noun = hosts == 1 ? " host " : " hosts ";
      overrun.add(hosts + noun + what + ", the budget is " + limit);
    }
  }
}
