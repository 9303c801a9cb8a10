package io.upg.contract;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/** What ProjectWorkflow asks of the store, on queue {@link TaskQueues#ORCHESTRATOR}. */
@ActivityInterface(namePrefix = "Project")
public interface ProjectActivities {

  /**
   * Judges a command by the rules, and writes its audit row and, where it runs tasks, its run with
   * the task list, in one transaction. Repeating a command's id gives the first answer again.
   */
  CommandAnswer judge(String project, CommandRequest command);

  /**
   * Writes the audit row of a command that was not fit to be judged: a signal cannot be answered,
   * so this is where its sender finds out. Repeatable by the command's id.
   *
   * @param command what could be read of it; id, who and kind are never null
   * @param problem one sentence: what was observed, what was expected
   */
  void refuse(String project, CommandRequest command, String problem);

  /** The numbers of the project's open runs: those that must have a workflow. */
  List<Integer> openRuns(String project);

  /** The open runs whose running tasks are to be stopped: their workflows must be told. */
  List<RunStop> stops(String project);

  /** Where the project is now. Changes nothing. */
  ProjectOutline outline(String project);
}
