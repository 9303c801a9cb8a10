package io.upg.workflow;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.upg.contract.ShardActivities;
import io.upg.contract.ShardInput;
import io.upg.contract.ShardOrder;
import io.upg.contract.ShardOrder.Dispatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

public final class ShardWorkflowImpl implements ShardWorkflow {
  /**
   * How many node tasks are sent at once: a storm of them loses deliveries, and all commands of one
   * workflow task share a message of 4 MB. The next ones follow when half of what is under way has
   * answered, but after {@link #PACE} at the latest: a workflow never sees that a task has started,
   * and long ones must not hold up the rest of the batch.
   */
  static final int WINDOW = 25;

  static final Duration PACE = Duration.ofSeconds(1);

  private final ShardActivities store = Stubs.shard();
  private final List<Delivery> deliveries = new ArrayList<>();
  private Recording recording;

  @Override
  public ShardCounts run(ShardInput shard) {
    Workflow.setCurrentDetails("Waits for PostgreSQL: grant of the shard's tasks.");
    ShardOrder order;
    try {
      order = store.grant(shard);
    } catch (ActivityFailure failure) {
      if (Failures.runClosed(failure)) {
        return ShardCounts.NONE;
      }
      throw failure;
    }
    recording = new Recording(shard.project(), shard.run(), order.dispatches().size());
    sendAll(order);
    recording.await();
    return recording.counts(deliveries.stream().mapToInt(Delivery::count).sum());
  }

  private void sendAll(ShardOrder order) {
    for (Dispatch dispatch : order.dispatches()) {
      if (!deliveries.isEmpty() && deliveries.size() % WINDOW == 0) {
        Workflow.await(PACE, () -> deliveries.size() - recording.answered() <= WINDOW / 2);
      }
      Delivery delivery = new Delivery(dispatch, order.unreachableAfter());
      deliveries.add(delivery);
      delivery.report().thenApply(recording::add);
    }
  }
}
