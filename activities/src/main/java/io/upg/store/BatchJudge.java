package io.upg.store;

import io.upg.contract.Verdict;
import io.upg.plan.cut.BatchReport;
import io.upg.plan.cut.BatchVerdict;
import io.upg.plan.cut.Budgets;
import io.upg.plan.cut.GateCut;
import io.upg.plan.cut.RunScope;
import io.upg.plan.cut.TaskOutcome;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Phase;
import io.upg.plan.model.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The verdict on a batch, inside a transaction that holds the project. */
final class BatchJudge {
  /**
   * What may not be settled. A batch is an interval of numbers, or some of one; blocks of which all
   * is settled are not looked at.
   */
  private static final String ENDS =
      """
      select s.number, s.state, s.exit, s.error, s.granted and s.run = ? as awaited
      from (
        select distinct block from task_count
        where project_id = ? and tasks > 0 and (granted or state <> all (?))) as b
      join task_state s on s.number between b.block << 10 and (b.block << 10) + 1023
      where s.project_id = ? and s.number between ? and ? and (s.granted or s.state <> all (?))
      order by s.number
      """;

  private final Tx tx;
  private final RunRow run;
  private final GlobalPlan plan;

  BatchJudge(Tx tx, RunRow run, GlobalPlan plan) {
    this.tx = tx;
    this.run = run;
    this.plan = plan;
  }

  Verdict judge(int number) throws SQLException {
    BatchRow batch = BatchRow.require(tx, run, number);
    BitSet looksAt = GateCut.looksAt(plan, batch.tasks());
    RecordedFacts facts = RecordedFacts.among(tx, run.project().id(), looksAt);
    BatchVerdict verdict = BatchVerdict.of(report(batch, facts));
    batch.become(tx, run, verdict.passed() ? "passed" : "failed");
    if (verdict.passed()) {
      pauseAfterPhase(batch);
    }
    return new Verdict(verdict.waitingFor(), verdict.settled(), verdict.failed());
  }

  /** The shards said that they had recorded everything: whoever asks again finds it so. */
  private void requireAllRecorded(BatchRow batch, int awaited) {
    if (awaited > 0) {
      throw new IllegalStateException(
          "%d tasks of batch %d of run %d of project '%s' were granted and have no result yet"
              .formatted(awaited, batch.number(), run.run(), run.project().name()));
    }
  }

  private BatchReport report(BatchRow batch, RecordedFacts facts) throws SQLException {
    List<TaskOutcome> unsettled = unsettled(batch, facts);
    BitSet sent = batch.sent(tx, run);
    List<TaskOutcome> mine =
        unsettled.stream().filter(outcome -> isMine(outcome, facts, sent)).toList();
    Phase phase = batch.phaseIn(plan);
    return new BatchReport(
        run.project().name(),
        run.direction(),
        phase.name(),
        batch.planBatch(),
        phase.batches(),
        phase.budget(),
        mine,
        batch.tasks().cardinality() - unsettled.size(),
        leftBehind(batch, facts, sent),
        spent(batch, mine));
  }

  /** All tasks are looked at only where a budget is asked for. */
  private BatchReport.Spent spent(BatchRow batch, List<TaskOutcome> mine) throws SQLException {
    return mine.stream().noneMatch(outcome -> outcome.state().failed())
        ? BatchReport.Spent.NOTHING
        : Budgets.spent(plan, RecordedFacts.onDemand(tx, run.project().id()), batch.phase());
  }

  /** Not left out by the gate, nor taken over by another command since. */
  private static boolean isMine(TaskOutcome outcome, RecordedFacts facts, BitSet sent) {
    int number = outcome.task().number();
    return (sent.get(number) || outcome.state().failed())
        && outcome.state() != TaskState.ROLLED_BACK
        && !facts.atWork(number);
  }

  /** A host of which something was sent is judged by it. */
  private Set<String> leftBehind(BatchRow batch, RecordedFacts facts, BitSet sent) {
    Set<String> hosts = GateCut.leftBehind(plan, facts, run.scope(), batch.tasks());
    BatchRow.tasks(plan, sent).forEach(task -> hosts.remove(task.host()));
    return hosts;
  }

  private List<TaskOutcome> unsettled(BatchRow batch, RecordedFacts facts) throws SQLException {
    RunScope scope = run.scope();
    List<TaskOutcome> unsettled = new ArrayList<>();
    AtomicInteger awaited = new AtomicInteger();
    tx.each(
        ENDS,
        row -> {
          int number = row.getInt("number");
          if (batch.tasks().get(number)) {
            awaited.addAndGet(row.getBoolean("awaited") ? 1 : 0);
            if (!scope.settled(facts, number)) {
              unsettled.add(outcome(row));
            }
          }
        },
        run.run(),
        run.project().id(),
        settled(),
        run.project().id(),
        batch.tasks().nextSetBit(0),
        batch.tasks().length() - 1,
        settled());
    requireAllRecorded(batch, awaited.get());
    return unsettled;
  }

  /** The states that need no second look. */
  private String[] settled() {
    return Stream.of(TaskState.values())
        .filter(state -> state.settled(run.direction()))
        .map(TaskState::word)
        .toArray(String[]::new);
  }

  private TaskOutcome outcome(ResultSet row) throws SQLException {
    return new TaskOutcome(
        plan.tasks().get(row.getInt("number") - 1),
        TaskState.of(row.getString("state")),
        Tx.integer(row, "exit"),
        row.getString("error"));
  }

  /** A phase may say that the project pauses behind it: then the next gate finds it so. */
  private void pauseAfterPhase(BatchRow batch) throws SQLException {
    Phase phase = batch.phaseIn(plan);
    if (!run.forward() || !phase.pauseAfter() || batch.number() == run.batches()) {
      return;
    }
    BatchRow next = BatchRow.require(tx, run, batch.number() + 1);
    if (next.is("ready") && next.phase() != batch.phase()) {
      tx.update(
          "update project set paused_at = now(), paused_by = ? where id = ? and paused_at is null",
          "the logic book (behind phase " + phase.name() + ")",
          run.project().id());
    }
  }
}
