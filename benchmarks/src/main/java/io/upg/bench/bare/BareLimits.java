package io.upg.bench.bare;

/**
 * How the bare fan-out is cut.
 *
 * @param shard hosts in one child workflow
 * @param window node tasks in flight in each
 * @param seconds until a node task that does not answer is sent again
 */
public record BareLimits(int shard, int window, int seconds) {
  /** What was fastest in the measurements that upg's design began with. */
  public static final BareLimits BEST = new BareLimits(100, 10, 20);
}
