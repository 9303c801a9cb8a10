package io.upg.contract;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/** What ProjectWorkflow asks of the store, on queue {@link TaskQueues#ORCHESTRATOR}. */
@ActivityInterface
public interface ProjectActivities {

  /**
   * Judges a command by the rules, and writes its audit row and, where it runs tasks, its run with
   * the task list, in one transaction. Repeating a command's id gives the first answer again.
   */
  CommandAnswer judge(String project, CommandRequest command);

  /** The numbers of the project's open runs: those that must have a workflow. */
  List<Integer> openRuns(String project);
}
