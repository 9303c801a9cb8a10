package io.upg.contract;

/** The only place where task queues are named. */
public final class TaskQueues {
  public static final String ORCHESTRATOR = "upg-orchestrator";
  public static final String RECORDER = "upg-recorder";

  private TaskQueues() {}

  public static String node(String host) {
    return "node-" + host;
  }
}
