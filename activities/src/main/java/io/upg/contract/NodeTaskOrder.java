package io.upg.contract;

import io.upg.plan.model.Direction;
import java.util.List;

/**
 * All work of one host in one batch: groups in series, the tasks of a group in parallel.
 *
 * @param grant the number under which the tasks were granted; with project and task it is the
 *     journal's key, and it fences: an agent refuses an order older than what it knows
 * @param hostSheet digest of the {@link io.upg.plan.model.HostSheet}
 * @param protocol of the orchestrator: see {@link Protocol}
 */
public record NodeTaskOrder(
    String project,
    int run,
    String host,
    Direction direction,
    long grant,
    String hostSheet,
    List<List<TaskOrder>> groups,
    int protocol) {

  public NodeTaskOrder {
    groups = groups.stream().map(List::copyOf).toList();
    protocol = Math.max(protocol, Protocol.UNSTATED);
  }

  /** Of an orchestrator of this version. */
  public NodeTaskOrder(
      String project,
      int run,
      String host,
      Direction direction,
      long grant,
      String hostSheet,
      List<List<TaskOrder>> groups) {
    this(project, run, host, direction, grant, hostSheet, groups, Protocol.CURRENT);
  }

  /** Every task, in group order. */
  public List<TaskOrder> tasks() {
    return groups.stream().flatMap(List::stream).toList();
  }
}
