package io.upg.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The results of one node task: exactly one for every task of its order, in the same order.
 *
 * @param grant the order's grant
 * @param agent who reports; null where nobody says it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeTaskReport(String host, long grant, List<TaskResult> results, AgentBuild agent) {
  /**
   * The most that a report weighs as JSON, unless what it has to say of its tasks alone is more;
   * tails are trimmed first, those of failures last. If every host of a shard answers at the same
   * moment, one message to the orchestrator holds them all.
   */
  public static final int MAX_BYTES = 9 * 1024;

  private static final int BYTES_A_TASK = 300;

  /** The most that a report about so many tasks weighs as JSON. */
  public static int maxBytes(int tasks) {
    return Math.max(MAX_BYTES, tasks * BYTES_A_TASK);
  }

  public NodeTaskReport {
    results = List.copyOf(results);
  }

  /** Written in the host's stead. */
  public NodeTaskReport(String host, long grant, List<TaskResult> results) {
    this(host, grant, results, null);
  }

  /** The same report, with other results. */
  public NodeTaskReport with(List<TaskResult> others) {
    return new NodeTaskReport(host, grant, others, agent);
  }
}
