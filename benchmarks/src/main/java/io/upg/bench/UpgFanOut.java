package io.upg.bench;

import io.temporal.client.WorkflowStub;
import io.upg.contract.CommandKind;
import io.upg.contract.WorkflowIds;
import io.upg.plan.model.TaskState;
import io.upg.workflow.ShardCounts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** upg itself: a stored project, the command {@code run}, results in PostgreSQL. */
final class UpgFanOut implements FanOut {
  private final Deployment deployment;
  private final Upg upg;
  private final String range;
  private final Map<String, Integer> runs = new HashMap<>();
  private Duration firstRow = Duration.ZERO;

  /**
   * @param range the hosts, as an inventory names them
   */
  UpgFanOut(Deployment deployment, Upg upg, String range) {
    this.deployment = deployment;
    this.upg = upg;
    this.range = range;
  }

  @Override
  public void prepare(String name, List<String> hosts) throws Exception {
    upg.store(BenchProject.single(name, range));
  }

  @Override
  public void run(String name, List<String> hosts) {
    CompletableFuture<Duration> begun = CompletableFuture.supplyAsync(() -> upg.awaitBegin(name));
    int run = upg.command(name, Upg.request(CommandKind.RUN).build());
    runs.put(name, run);
    upg.awaitEnd(name, run);
    firstRow = begun.join();
    upg.require(name, Map.of(TaskState.DONE, hosts.size()));
  }

  @Override
  public Duration firstRow() {
    return firstRow;
  }

  @Override
  public long lost(String name, List<String> hosts) {
    int run = runs.get(name);
    long lost = 0;
    for (int shard = 1; shard <= shards(name, run); shard++) {
      WorkflowStub workflow =
          deployment.client().newUntypedWorkflowStub(WorkflowIds.shard(name, run, 1, shard));
      ShardCounts counts = workflow.getResult(ShardCounts.class);
      lost += counts.deliveries() - counts.nodeTasks();
    }
    return lost;
  }

  private int shards(String project, int run) {
    return deployment
        .database()
        .tx(
            tx ->
                tx.one(
                    """
                    select count(*) from run_shard s join project p on p.id = s.project_id
                    where p.name = ? and s.run = ? and s.batch = 1
                    """,
                    row -> row.getInt(1),
                    project,
                    run));
  }
}
