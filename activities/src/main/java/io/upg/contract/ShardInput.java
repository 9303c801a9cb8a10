package io.upg.contract;

/**
 * Which shard: also the input of ShardWorkflow.
 *
 * @param batch the batch's number inside the run, from 1
 * @param shard from 1
 */
public record ShardInput(String project, int run, int batch, int shard) {
  /** For people. */
  public String place() {
    return "batch %d, shard %d".formatted(batch, shard);
  }
}
