package io.upg.contract;

/** Types of the application failures that activities throw; stable. */
public final class FailureTypes {
  /** An order for another host arrived at this agent. */
  public static final String WRONG_HOST = "upg.wrong-host";

  /** The agent knows a newer grant of one of the tasks. */
  public static final String STALE_GRANT = "upg.stale-grant";

  /** The order is of a newer protocol than the agent understands. */
  public static final String PROTOCOL = "upg.protocol";

  /** The agent gave up a delivery, not the node task: the next one joins it, or is answered. */
  public static final String DETACHED = "upg.detached";

  /** The run, or the project, is not in the store, or no longer open. */
  public static final String RUN_CLOSED = "upg.run-closed";

  /** A command lacks what every command carries: thrown by the validator of an update. */
  public static final String BAD_COMMAND = "upg.bad-command";

  private FailureTypes() {}
}
