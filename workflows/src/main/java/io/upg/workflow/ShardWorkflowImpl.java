package io.upg.workflow;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.ShardInput;
import io.upg.contract.ShardOrder;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.contract.WorkflowAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

public final class ShardWorkflowImpl implements ShardWorkflow {
  /**
   * How many node tasks are sent in one {@link #PACE}, while none is answered. All transactions of
   * a workflow come one after the other, and where the server needs more than a second to note that
   * a host has taken its task, that delivery is lost.
   */
  static final int WINDOW = 16;

  static final Duration PACE = Duration.ofSeconds(2);

  /** How long the server may take to say which node tasks no host has taken. */
  private static final Duration WITHDRAWAL = Duration.ofMillis(500);

  private final Pulse pulse = new Pulse(PACE.dividedBy(2));
  private final List<Delivery> deliveries = new ArrayList<>();
  private Recording recording;
  private String stoppedBy;

  @Override
  public ShardCounts run(ShardInput shard, String stoppedBefore) {
    if (stoppedBy == null) {
      stoppedBy = stoppedBefore;
    }
    boolean paced = Workflow.getVersion("pace", Workflow.DEFAULT_VERSION, 1) >= 1;
    Workflow.setCurrentDetails("Waits for PostgreSQL: grant of the shard's tasks.");
    ShardOrder order;
    try {
      order = Stubs.shard("grant of " + shard.place()).grant(shard);
    } catch (ActivityFailure failure) {
      if (Failures.runClosed(failure)) {
        Attributes.set(WorkflowAttributes.STATE, "closed");
        return ShardCounts.NONE;
      }
      throw failure;
    }
    int nodeTasks = order.dispatches().size();
    recording =
        new Recording(shard.project(), shard.run(), nodeTasks, paced ? PACE : Duration.ZERO, pulse);
    sendAll(order, new Slots(paced ? WINDOW : nodeTasks, PACE, pulse));
    Workflow.await(() -> recording.ended() || stoppedBy != null);
    if (!recording.ended()) {
      stopAll();
    }
    recording.await();
    pulse.rest();
    ShardCounts counts = recording.counts(deliveries.stream().mapToInt(Delivery::count).sum());
    Attributes.set(WorkflowAttributes.STATE, counts.failed() == 0 ? "done" : "failed");
    return counts;
  }

  @Override
  public void stop(String by) {
    if (stoppedBy == null) {
      stoppedBy = by;
    }
  }

  private void sendAll(ShardOrder order, Slots slots) {
    for (Dispatch dispatch : order.dispatches()) {
      Slots.Slot slot = slots.take(() -> stoppedBy != null);
      Delivery delivery = new Delivery(dispatch, order.unreachableAfter(), order.repeated());
      deliveries.add(delivery);
      delivery.report().thenApply(report -> answered(slot, report));
      if (stoppedBy == null) {
        delivery.send();
      }
    }
  }

  private Void answered(Slots.Slot slot, NodeTaskReport report) {
    slot.end();
    recording.add(report);
    pulse.beat();
    return null;
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
