package io.upg.bench.bare;

import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

public final class BareRunImpl implements BareRun {

  @Override
  public int run(String name, List<String> hosts, BareLimits limits) {
    List<Promise<Integer>> shards = new ArrayList<>();
    for (int first = 0; first < hosts.size(); first += limits.shard()) {
      List<String> part =
          List.copyOf(hosts.subList(first, Math.min(hosts.size(), first + limits.shard())));
      BareShard shard =
          Workflow.newChildWorkflowStub(
              BareShard.class,
              ChildWorkflowOptions.newBuilder()
                  .setWorkflowId(Workflow.getInfo().getWorkflowId() + "/s" + (shards.size() + 1))
                  .build());
      shards.add(Async.function(shard::run, name, part, limits));
    }
    return shards.stream().mapToInt(Promise::get).sum();
  }
}
