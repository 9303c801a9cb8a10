package io.upg.workflow;

/**
 * What a shard did, for people: the gate judges recorded states, never this.
 *
 * @param deliveries how often its node tasks were sent; more than {@code nodeTasks} where one was
 *     lost
 */
public record ShardCounts(int nodeTasks, int deliveries, int tasks, int failed) {
  static final ShardCounts NONE = new ShardCounts(0, 0, 0, 0);
}
