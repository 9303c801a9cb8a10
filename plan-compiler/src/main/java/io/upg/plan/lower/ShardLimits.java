package io.upg.plan.lower;

/**
 * How much one shard holds at the most, so that its workflow's history stays small.
 *
 * @param nodeTasks node tasks: one activity each
 * @param tasks tasks: one row of one statement each
 */
public record ShardLimits(int nodeTasks, int tasks) {
  public static final ShardLimits DEFAULT = new ShardLimits(100, 1_000);

  public ShardLimits {
    if (nodeTasks < 1 || tasks < 1) {
      throw new IllegalArgumentException(
          "A shard holds at least one node task and one task, not " + nodeTasks + " and " + tasks);
    }
  }
}
