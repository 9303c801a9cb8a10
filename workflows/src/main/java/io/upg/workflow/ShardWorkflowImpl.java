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

  /** How long the server may take to say which node tasks no host has taken. */
  private static final Duration WITHDRAWAL = Duration.ofMillis(500);

  private final ShardActivities store = Stubs.shard();
  private final List<Delivery> deliveries = new ArrayList<>();
  private Recording recording;
  private String stoppedBy;

  @Override
  public ShardCounts run(ShardInput shard, String stoppedBefore) {
    if (stoppedBy == null) {
      stoppedBy = stoppedBefore;
    }
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
    Workflow.await(() -> recording.ended() || stoppedBy != null);
    if (!recording.ended()) {
      stopAll();
    }
    recording.await();
    return recording.counts(deliveries.stream().mapToInt(Delivery::count).sum());
  }

  @Override
  public void stop(String by) {
    if (stoppedBy == null) {
      stoppedBy = by;
    }
  }

  private void sendAll(ShardOrder order) {
    for (Dispatch dispatch : order.dispatches()) {
      if (stoppedBy == null && !deliveries.isEmpty() && deliveries.size() % WINDOW == 0) {
        Workflow.await(PACE, this::mayWiden);
      }
      Delivery delivery = new Delivery(dispatch, order.unreachableAfter(), order.repeated());
      deliveries.add(delivery);
      delivery.report().thenApply(recording::add);
      if (stoppedBy == null) {
        delivery.send();
      }
    }
  }

  private boolean mayWiden() {
    return deliveries.size() - recording.answered() <= WINDOW / 2 || stoppedBy != null;
  }

  /** Hosts get their orders to stop in windows, too. */
  private void stopAll() {
    deliveries.forEach(delivery -> delivery.stop(stoppedBy));
    Workflow.await(WITHDRAWAL, recording::ended);
    int asked = 0;
    for (Delivery delivery : deliveries) {
      if (asked > 0 && asked % WINDOW == 0) {
        Workflow.await(PACE, recording::ended);
      }
      if (!delivery.report().isCompleted()) {
        delivery.askToStop();
        asked++;
      }
    }
  }
}
