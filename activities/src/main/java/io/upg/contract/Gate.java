package io.upg.contract;

/**
 * Whether a batch may start.
 *
 * @param stop why not (paused, aborted, closed), for the operator; null where it may
 * @param shards into how many shards it was cut; 0 where nothing of it is left to do
 * @param title the batch for people: {@code management 3/9 convert}
 * @param phase its phase; null where an older orchestrator answered
 * @param tasks how many tasks it has, also those that were left out
 */
public record Gate(String stop, int shards, String title, String phase, int tasks) {
  public static Gate closed(String stop) {
    return new Gate(stop, 0, "", null, 0);
  }
}
