package io.upg.plan.cut;

/** Stable names of the rules that refuse a command. Other programs read them: add, never rename. */
public final class Rule {
  /** The command itself is wrong (unknown name, nothing selected): exit code 2, not 4. */
  public static final String BAD_INPUT = "bad-input";

  /** A predecessor of a selected task is not settled. */
  public static final String PREDECESSORS = "predecessors";

  /** Another forward run is open with another selection. */
  public static final String RUN_OPEN = "run-open";

  /** The project is closed, or not in a state that this command may be given in. */
  public static final String PROJECT_STATE = "project-state";

  /** The plan, a script or the inventory is not the one that was reviewed. */
  public static final String DIGEST = "digest";

  /** Another project left the instance at a version other than the plan starts from. */
  public static final String FLEET_VERSION = "fleet-version";

  /** A project of which something has run may not be compiled into another plan. */
  public static final String PLAN_STARTED = "plan-started";

  /** A task was named that is in no state for the command. */
  public static final String WRONG_STATE = "wrong-state";

  /** A run is at work on a task that the command would touch. */
  public static final String TASK_RUNNING = "task-running";

  /** Later tasks stand on what would be taken back. */
  public static final String DEPENDENTS = "dependents";

  /** The instance has passed its point of no return. */
  public static final String IRREVERSIBLE = "irreversible";

  /** A retry of tasks that failed forwards and of tasks that failed backwards. */
  public static final String MIXED_DIRECTIONS = "mixed-directions";

  /** The artifact server is not known, or does not answer. */
  public static final String ARTIFACTS = "artifacts";

  private Rule() {}
}
