package io.upg.store;

import io.upg.contract.Gate;
import io.upg.contract.RunEnding;
import io.upg.contract.RunOutline;
import io.upg.contract.RunStop;
import io.upg.contract.Verdict;
import java.sql.SQLException;
import java.util.List;

/**
 * Runs, from their first gate to their end. Every method may be repeated. Thread-safe, across
 * processes too.
 */
public final class RunStore {
  private static final String NEXT =
      """
      select coalesce(min(batch), ? + 1) from run_batch
      where project_id = ? and run = ? and state <> 'passed'
      """;

  private static final String PASSED =
      """
      select coalesce(sum(upper(range) - lower(range)), 0)::int
        from run_batch, unnest(tasks) as range
       where project_id = ? and run = ? and state = 'passed'
      """;

  private final Database database;
  private final PlanStore plans;

  public RunStore(Database database, PlanStore plans) {
    this.database = database;
    this.plans = plans;
  }

  /** Works on a run that nobody else changes meanwhile. */
  @FunctionalInterface
  private interface RunWork<T> {
    T on(Tx tx, RunRow run) throws SQLException;
  }

  private <T> T locked(String project, int run, RunWork<T> work) {
    return database.tx(
        tx -> {
          ProjectRow row = RunRow.projectOf(ProjectRow.lock(tx, project), project);
          return work.on(tx, RunRow.require(tx, row, run));
        });
  }

  /**
   * Numbers of the project's open runs: those that must have a workflow. Whoever asks has just
   * taken the project over, so its plan is brought into memory before the first command comes.
   */
  public List<Integer> openRuns(String project) {
    plans.prepare(project);
    return database.tx(
        tx -> {
          ProjectRow row = RunRow.projectOf(ProjectRow.find(tx, project), project);
          if (row.closed()) {
            throw new RunClosed("Project '%s' is closed.".formatted(project));
          }
          return tx.list(
              "select run from run where project_id = ? and state = 'open' order by run",
              run -> run.getInt(1),
              row.id());
        });
  }

  /** What the run is, and its first batch that has not passed. */
  public RunOutline outline(String project, int run) {
    return database.tx(
        tx -> {
          ProjectRow row = RunRow.projectOf(ProjectRow.find(tx, project), project);
          RunRow open = RunRow.require(tx, row, run).requireOpen();
          int next = tx.one(NEXT, batch -> batch.getInt(1), open.batches(), row.id(), run);
          int passed = tx.one(PASSED, tasks -> tasks.getInt(1), row.id(), run);
          return new RunOutline(
              project,
              run,
              open.direction(),
              open.batches(),
              next,
              open.stoppedBy(),
              open.tasks().cardinality(),
              passed);
        });
  }

  /** The open runs whose running tasks are to be stopped. */
  public List<RunStop> stops(String project) {
    return database.tx(
        tx -> {
          ProjectRow row = RunRow.projectOf(ProjectRow.find(tx, project), project);
          return RunRow.open(tx, row).stream()
              .filter(run -> run.stoppedBy() != null)
              .map(run -> new RunStop(run.run(), run.stoppedBy()))
              .toList();
        });
  }

  /**
   * The gate before a batch. A gate that stays shut closes the run there and then, so that a resume
   * that comes now starts the next run instead of waiting for this one.
   */
  public Gate open(String project, int run, int batch) {
    return locked(
        project,
        run,
        (tx, row) -> new BatchGate(tx, row, plans.load(tx, row.project())).open(batch));
  }

  /** The verdict on a batch, by recorded states only. */
  public Verdict judge(String project, int run, int batch) {
    return locked(
        project,
        run,
        (tx, row) ->
            new BatchJudge(tx, row.requireOpen(), plans.load(tx, row.project())).judge(batch));
  }

  /**
   * Closes the run, unless it is closed.
   *
   * @param waitingFor what the operator has to do, or null where it went through all its batches
   * @return how it was closed, now or before
   */
  public RunEnding close(String project, int run, String waitingFor) {
    return locked(
        project,
        run,
        (tx, row) -> {
          if (row.open()) {
            new RunEnd(tx, row, plans.load(tx, row.project())).stopOrDone(waitingFor);
          }
          RunRow ended = RunRow.require(tx, row.project(), run);
          return new RunEnding(ended.state(), ended.waitingFor());
        });
  }
}
