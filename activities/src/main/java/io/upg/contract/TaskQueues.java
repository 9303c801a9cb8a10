package io.upg.contract;

import java.util.Optional;

/** The only place where task queues are named. */
public final class TaskQueues {
  public static final String ORCHESTRATOR = "upg-orchestrator";
  public static final String RECORDER = "upg-recorder";

  private static final String NODE = "node-";

  private TaskQueues() {}

  public static String node(String host) {
    return NODE + host;
  }

  /** Whose queue it is; empty where it is no host's. */
  public static Optional<String> host(String queue) {
    return queue.startsWith(NODE) ? Optional.of(queue.substring(NODE.length())) : Optional.empty();
  }
}
