package io.upg.contract;

import java.time.Duration;
import java.util.List;

/**
 * What a shard sends.
 *
 * @param unreachableAfter how long a host may take to take its node task
 * @param repeated whether its tasks had been granted before: hosts may know of them already
 */
public record ShardOrder(Duration unreachableAfter, List<Dispatch> dispatches, boolean repeated) {

  /**
   * @param limit the longest the node task may run, from the timeouts of its tasks
   * @param summary for people, at most 200 bytes: {@code ctrl-1: stop keystone, nova-api}
   */
  public record Dispatch(NodeTaskOrder order, Duration limit, String summary) {}

  public ShardOrder {
    dispatches = List.copyOf(dispatches);
  }
}
