package io.upg.contract;

import java.util.List;

/**
 * The results of one node task: exactly one for every task of its order, in the same order.
 *
 * @param grant the order's grant
 */
public record NodeTaskReport(String host, long grant, List<TaskResult> results) {
  /**
   * The most one report may weigh as JSON; tails are trimmed first, those of failures last. If
   * every host of a shard answers at the same moment, one message to the orchestrator holds them
   * all.
   */
  public static final int MAX_BYTES = 9 * 1024;

  public NodeTaskReport {
    results = List.copyOf(results);
  }
}
