package io.upg.store;

import io.upg.contract.WorkflowIds;

/**
 * A shard of an open run, in a batch that is not over.
 *
 * @param grant under which its tasks were granted
 */
public record LiveShard(int projectId, String project, int run, int batch, int shard, long grant) {
  public String workflowId() {
    return WorkflowIds.shard(project, run, batch, shard);
  }
}
