package io.upg.plan.lower;

/**
 * How much one shard holds at the most, so that its workflow's history, and every message about it,
 * stays small.
 *
 * @param nodeTasks node tasks: one activity each
 * @param tasks tasks: one row of one statement each
 * @param bytes of the orders, as {@link Lowering#bytes} counts them
 */
public record ShardLimits(int nodeTasks, int tasks, int bytes) {
  /** A payload may be 256 KiB; all orders of a shard are one, the result of its grant. */
  public static final ShardLimits DEFAULT = new ShardLimits(100, 1_000, 250_000);

  public ShardLimits {
    if (nodeTasks < 1 || tasks < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "A shard holds at least one node task, one task and one byte, not %d, %d and %d"
              .formatted(nodeTasks, tasks, bytes));
    }
  }
}
