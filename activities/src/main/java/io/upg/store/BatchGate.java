package io.upg.store;

import io.upg.contract.Gate;
import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.GateCut;
import io.upg.plan.lower.Lowering;
import io.upg.plan.lower.RunProgram.Batch;
import io.upg.plan.lower.RunProgram.Shard;
import io.upg.plan.lower.ShardLimits;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The gate before a batch, inside a transaction that holds the project. */
final class BatchGate {
  private final Tx tx;
  private final RunRow run;
  private final GlobalPlan plan;

  BatchGate(Tx tx, RunRow run, GlobalPlan plan) {
    this.tx = tx;
    this.run = run;
    this.plan = plan;
  }

  Gate open(int number) throws SQLException {
    if (!run.open()) {
      return closedBefore();
    }
    BatchRow batch = BatchRow.require(tx, run, number);
    if (batch.is("ready")) {
      return openReady(batch);
    }
    // Its tasks are under way since an earlier gate, which a pause does not take back.
    return open(batch, batch.is("running") ? shards(batch) : 0);
  }

  /** The answer of the first time, given again. */
  private Gate closedBefore() {
    if (run.state().equals("stopped") || run.state().equals("done")) {
      run.requireOpen();
    }
    return Gate.closed(run.waitingFor());
  }

  private Gate openReady(BatchRow batch) throws SQLException {
    ProjectRow project = run.project();
    if (project.closed()) {
      return shut("aborted", "Project '%s' was closed.".formatted(project.name()));
    }
    if (run.aborted()) {
      return shut("aborted", aborted(batch));
    }
    Optional<String> pausedBy = new PauseGate(tx, run).pausedBefore(batch);
    if (pausedBy.isPresent()) {
      return shut("paused", paused(batch, pausedBy.get()));
    }
    List<Shard> shards = cut(batch);
    write(batch, shards);
    return open(batch, shards.size());
  }

  private Gate open(BatchRow batch, int shards) {
    String phase = batch.phaseIn(plan).name();
    return new Gate(null, shards, batch.title(plan), phase, batch.tasks().cardinality());
  }

  private String aborted(BatchRow batch) {
    return "Run %d of project '%s' was aborted by %s before %s. %s"
        .formatted(
            run.run(),
            run.project().name(),
            run.abortedBy(),
            batch.title(plan),
            AbortRules.ways(run.project().name()));
  }

  private String paused(BatchRow batch, String by) {
    String name = run.project().name();
    String goOn = "upg resume " + name;
    if (!run.forward()) {
      goOn += ", then give the %s again".formatted(run.command());
    }
    return "Project '%s' was paused by %s before %s. Go on: %s"
        .formatted(name, by, batch.title(plan), goOn);
  }

  private Gate shut(String state, String why) throws SQLException {
    new RunEnd(tx, run, plan).as(state, why);
    return Gate.closed(why);
  }

  private int shards(BatchRow batch) throws SQLException {
    return tx.one(
        "select count(*) from run_shard where project_id = ? and run = ? and batch = ?",
        row -> row.getInt(1),
        run.project().id(),
        run.run(),
        batch.number());
  }

  private List<Shard> cut(BatchRow batch) throws SQLException {
    BitSet looksAt = GateCut.looksAt(plan, batch.tasks());
    RecordedFacts facts = RecordedFacts.among(tx, run.project().id(), looksAt);
    BitSet startable = GateCut.startable(plan, facts, run.scope(), batch.tasks());
    CurrentPlan forwards = CurrentPlan.of(plan, startable);
    CurrentPlan tasks = run.direction() == Direction.RUN ? forwards : forwards.reversed();
    List<Batch> batches = Lowering.lower(tasks, ShardLimits.DEFAULT).batches();
    return batches.isEmpty() ? List.of() : batches.get(0).shards();
  }

  private void write(BatchRow batch, List<Shard> shards) throws SQLException {
    tx.update(
        """
        insert into run_shard (project_id, run, batch, shard, tasks)
        select ?, ?, ?, shard, tasks::int4multirange from unnest(?, ?) as s(shard, tasks)
        """,
        run.project().id(),
        run.run(),
        batch.number(),
        shards.stream().map(Shard::number).toArray(Integer[]::new),
        shards.stream()
            .map(shard -> TaskRanges.text(TaskRanges.of(shard.nodeTasks())))
            .toArray(String[]::new));
    batch.become(tx, run, "running");
    tx.update(
        "update run set batch = ? where project_id = ? and run = ?",
        batch.number(),
        run.project().id(),
        run.run());
  }
}
