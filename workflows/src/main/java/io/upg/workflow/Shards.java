package io.upg.workflow;

import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.upg.contract.Gate;
import io.upg.contract.ShardInput;
import io.upg.contract.WorkflowIds;
import io.upg.plan.lower.ShardLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shards of one batch. Those that send are few at a time: some hundred node tasks on their way
 * keep a server busy, and with more each takes longer. That they are sent is not told by a shard,
 * but by the time that it may take.
 */
final class Shards {
  /** How many send at the same time. */
  static final int SENDING = 12;

  /**
   * A workflow that has more children under way becomes slow: batches of over 50,000 hosts wait.
   */
  static final int UNDER_WAY = 500;

  /** The longest that a full shard needs until all is sent. */
  private static final Duration SENT_AFTER =
      ShardWorkflowImpl.PACE.multipliedBy(
          ShardLimits.DEFAULT.nodeTasks() / ShardWorkflowImpl.WINDOW);

  private static final Duration PREDECESSOR_PAUSE = Duration.ofSeconds(5);
  private static final int PREDECESSOR_TRIES = 60;

  private final RunInput run;
  private final int batch;
  private final Gate gate;
  private final List<ShardWorkflow> children = new ArrayList<>();
  private String stoppedBy;
  private int underWay;

  /**
   * @param stoppedBy who had the run's tasks stopped; else null
   */
  Shards(RunInput run, int batch, Gate gate, String stoppedBy) {
    this.run = run;
    this.batch = batch;
    this.gate = gate;
    this.stoppedBy = stoppedBy;
  }

  /**
   * Waits until every shard has ended.
   *
   * @param shardEnded is told of each
   * @return what the operator has to know where one ended without having recorded everything
   */
  Optional<String> run(Runnable shardEnded) {
    Pulse pulse = new Pulse(SENT_AFTER.dividedBy(2));
    Slots slots = new Slots(inTurn() ? SENDING : gate.shards(), SENT_AFTER, pulse);
    List<Promise<Optional<String>>> ends = new ArrayList<>();
    for (int shard = 1; shard <= gate.shards(); shard++) {
      Workflow.await(() -> underWay < UNDER_WAY);
      Slots.Slot slot = slots.take(() -> stoppedBy != null);
      underWay++;
      ends.add(start(shard, 1).thenApply(end -> ended(slot, pulse, shardEnded, end)));
    }
    pulse.rest();
    Promise.allOf(ends).get();
    return ends.stream().map(Promise::get).flatMap(Optional::stream).findFirst();
  }

  /** Tells the shards, those that have not started as soon as they have. Waits for nothing. */
  void stop(String by) {
    stoppedBy = by;
    for (ShardWorkflow child : children) {
      // One that has ended meanwhile cannot be told, and need not be.
      Workflow.getWorkflowExecution(child)
          .thenCompose(started -> Async.procedure(child::stop, by))
          .handle((told, ended) -> null);
    }
  }

  private boolean inTurn() {
    return gate.shards() > SENDING
        && Workflow.getVersion("shards-in-turn", Workflow.DEFAULT_VERSION, 1) >= 1;
  }

  private Optional<String> ended(
      Slots.Slot slot, Pulse pulse, Runnable shardEnded, Optional<String> end) {
    slot.end();
    pulse.beat();
    underWay--;
    shardEnded.run();
    return end;
  }

  private Promise<Optional<String>> start(int shard, int attempt) {
    ShardInput input = new ShardInput(run.project(), run.run(), batch, shard);
    ShardWorkflow child = Workflow.newChildWorkflowStub(ShardWorkflow.class, options(shard));
    children.add(child);
    return Async.function(child::run, input, stoppedBy)
        .handle((counts, failure) -> ended(shard, attempt, failure))
        .thenCompose(end -> end);
  }

  /**
   * The shard of a terminated predecessor of this workflow may take a moment to go: it is waited
   * for, and done again under the same grant.
   */
  private Promise<Optional<String>> ended(int shard, int attempt, RuntimeException failure) {
    if (failure == null) {
      return Workflow.newPromise(Optional.empty());
    }
    if (Failures.cause(failure) instanceof WorkflowExecutionAlreadyStarted
        && attempt < PREDECESSOR_TRIES) {
      return Workflow.newTimer(PREDECESSOR_PAUSE).thenCompose(v -> start(shard, attempt + 1));
    }
    return Workflow.newPromise(Optional.of(unexpected(shard, failure)));
  }

  private ChildWorkflowOptions options(int shard) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(WorkflowIds.shard(run.project(), run.run(), batch, shard))
        .setStaticSummary(gate.title() + ", shard " + shard + " of " + gate.shards())
        .setTypedSearchAttributes(Attributes.ofChild(run.project(), gate.phase()))
        .build();
  }

  private String unexpected(int shard, RuntimeException failure) {
    return "Shard %d of batch %d (%s) ended unexpectedly: %s. Its tasks are as last recorded. See what is left: upg status %s"
        .formatted(shard, batch, gate.title(), Failures.message(failure), run.project());
  }
}
