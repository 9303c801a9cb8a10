package io.upg.bench.bare;

import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.upg.contract.NodeActivities;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskQueues;
import io.upg.plan.model.Direction;
import java.time.Duration;
import java.util.List;

public final class BareShardImpl implements BareShard {
  /** As long as a real digest: the messages weigh what upg's weigh. */
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  private int sent;
  private int answered;

  @Override
  public int run(String name, List<String> hosts, BareLimits limits) {
    for (String host : hosts) {
      Workflow.await(() -> sent - answered < limits.window());
      sent++;
      Async.function(agent(host, limits)::runNodeTask, order(name, host)).thenApply(this::count);
    }
    Workflow.await(() -> answered == hosts.size());
    return answered;
  }

  private Void count(NodeTaskReport report) {
    answered++;
    return null;
  }

  private static NodeActivities agent(String host, BareLimits limits) {
    return Workflow.newActivityStub(
        NodeActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.node(host))
            .setStartToCloseTimeout(Duration.ofSeconds(limits.seconds()))
            .build());
  }

  /** Each run is a project of its own, so that a redelivery is told from the next run. */
  private static NodeTaskOrder order(String name, String host) {
    TaskOrder task = new TaskOrder(1, host + "_upgrade_bench", 1, 1, DIGEST);
    return new NodeTaskOrder(name, 1, host, Direction.RUN, 1, DIGEST, List.of(List.of(task)));
  }
}
