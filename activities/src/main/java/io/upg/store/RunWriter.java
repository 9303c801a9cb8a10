package io.upg.store;

import io.upg.contract.CommandRequest;
import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.CurrentPlan.Batch;
import io.upg.plan.model.GlobalPlan;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Writes a run and its batches, inside a transaction that holds the project. */
final class RunWriter {
  private static final String RUN =
      """
      insert into run (project_id, run, command, direction, request, plan_digest, tasks,
        task_count, state, batches, who)
      values (?, ?, ?, ?, ?::json, ?, ?::int4multirange, ?, 'open', ?, ?)
      """;

  private static final String BATCHES =
      """
      insert into run_batch (project_id, run, batch, phase, plan_batch, stage, tasks)
      select ?, ?, batch, phase, plan_batch, stage, tasks::int4multirange
      from unnest(?, ?, ?, ?, ?) as b(batch, phase, plan_batch, stage, tasks)
      """;

  private final Tx tx;
  private final ProjectRow project;
  private final GlobalPlan plan;

  RunWriter(Tx tx, ProjectRow project, GlobalPlan plan) {
    this.tx = tx;
    this.project = project;
    this.plan = plan;
  }

  /** Returns the run's number. */
  int write(CommandRequest request, String who, CurrentPlan cut) throws SQLException {
    int run =
        tx.one(
            "update project set next_run = next_run + 1 where id = ? returning next_run - 1",
            row -> row.getInt(1),
            project.id());
    tx.update(
        RUN,
        project.id(),
        run,
        request.kind().word(),
        cut.direction().word(),
        CommandStore.json(request),
        plan.digest(),
        TaskRanges.text(Decision.numbers(cut)),
        cut.tasks(),
        cut.batches().size(),
        who);
    batches(run, cut.batches());
    return run;
  }

  private void batches(int run, List<Batch> batches) throws SQLException {
    tx.update(
        BATCHES,
        project.id(),
        run,
        IntStream.rangeClosed(1, batches.size()).boxed().toArray(Integer[]::new),
        numbers(batches, this::phase),
        numbers(batches, Batch::number),
        texts(batches, Batch::stage),
        texts(batches, batch -> TaskRanges.text(TaskRanges.of(batch.nodeTasks()))));
  }

  private int phase(Batch batch) {
    return batch.inOrder().findFirst().orElseThrow().phase();
  }

  private static Integer[] numbers(List<Batch> batches, Function<Batch, Integer> column) {
    return batches.stream().map(column).toArray(Integer[]::new);
  }

  private static String[] texts(List<Batch> batches, Function<Batch, String> column) {
    return batches.stream().map(column).toArray(String[]::new);
  }
}
