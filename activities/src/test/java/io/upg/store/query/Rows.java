package io.upg.store.query;

import io.upg.store.Database;
import java.time.Instant;

/**
 * Hand-made rows: a project {@code spring} with two phases. {@code check} has one batch with task
 * 1; {@code data} has two batches, with tasks 2 and 3, and task 4.
 */
public final class Rows {
  public static final Instant START = Instant.parse("2026-03-01T02:00:00Z");
  public static final String[] TASKS = {
    "cn-1_check_nova", "cn-1_stop_nova", "cn-2_stop_nova", "cn-10_stop_nova"
  };

  private final Database database;
  private final int project;

  private Rows(Database database, int project) {
    this.database = database;
    this.project = project;
  }

  public static Rows spring(Database database) {
    return project(database, "spring");
  }

  public static Rows project(Database database, String name) {
    int id =
        database.tx(
            tx ->
                tx.one(
                    "insert into project (name, revision) values (?, 1) returning id",
                    row -> row.getInt(1),
                    name));
    Rows rows = new Rows(database, id);
    rows.sql("insert into inventory values ('inv', '{}') on conflict do nothing");
    rows.sql(
        "insert into plan (project_id, revision, digest, inventory, hosts, requires,"
            + " unreachable_after, tasks, who)"
            + " values (?, 1, 'abc', 'inv', '{}', '{}', 'PT5M', 4, 'ann')",
        id);
    rows.phase(0, "check", 1);
    rows.phase(1, "data", 2);
    rows.task(1, 0, 1, "cn-1");
    rows.task(2, 1, 1, "cn-1");
    rows.task(3, 1, 1, "cn-2");
    rows.task(4, 1, 2, "cn-10");
    return rows;
  }

  private void phase(int phase, String name, int batches) {
    sql(
        "insert into plan_phase values (?, ?, ?, true, ?, 1, 1, '{}')",
        project,
        phase,
        name,
        batches);
  }

  private void task(int number, int phase, int batch, String host) {
    sql(
        "insert into plan_task values (?, ?, ?, 0, ?, 'nova', ?, ?, ?, 1, 's', false, true)",
        project,
        number,
        TASKS[number - 1],
        host,
        phase == 0 ? "check" : "stop",
        phase,
        batch);
    sql("insert into task_state (project_id, number) values (?, ?)", project, number);
  }

  public Rows state(int task, String state) {
    sql(
        "update task_state set state = ? where project_id = ? and number = ?",
        state,
        project,
        task);
    return this;
  }

  /** A task that ran in {@code run}: its attempt, times, exit and error are set. */
  public Rows ran(int task, int run, String state, Integer exit, String error) {
    sql(
        """
        update task_state
           set ran = ran or ? in ('done', 'fail', 'unknown'), state = ?, attempt = attempt + 1, run = ?, direction = 'run', grant_no = ?, exit = ?,
               error = ?, started_at = ?, finished_at = ?
         where project_id = ? and number = ?
        """,
        state,
        state,
        run,
        run * 100 + task,
        exit,
        error,
        START.plusSeconds(60),
        START.plusSeconds(90),
        project,
        task);
    return this;
  }

  /** A run of the tasks {@code from} to {@code to}, whose batches are those of the plan. */
  public Rows run(int run, String command, String state, int from, int to, int batch) {
    sql(
        """
        insert into run (project_id, run, command, direction, request, plan_digest, tasks,
                         task_count, state, batches, batch, who, started_at)
        values (?, ?, ?, ?, '{}', 'abc', int4multirange(int4range(?, ?, '[]')), ?, ?, 3, ?, 'ann',
                now() - interval '10 minutes')
        """,
        project,
        run,
        command,
        command.equals("rollback") ? "rollback" : "run",
        from,
        to,
        to - from + 1,
        state,
        batch);
    batch(run, 1, 0, 1);
    batch(run, 2, 1, 1);
    batch(run, 3, 1, 2);
    return this;
  }

  private void batch(int run, int batch, int phase, int planBatch) {
    sql(
        "insert into run_batch values (?, ?, ?, ?, ?, 'hosts of batch ' || ?, '{}', 'ready')",
        project,
        run,
        batch,
        phase,
        planBatch,
        batch);
  }

  public Rows waitingFor(int run, String sentence) {
    sql("update run set waiting_for = ? where project_id = ? and run = ?", sentence, project, run);
    return this;
  }

  /** The run ended a minute ago, or later where more have ended since. */
  public Rows ended(int run) {
    sql(
        """
        update run set ended_at = now() - interval '1 minute' + ? * interval '1 second'
         where project_id = ? and run = ?
        """,
        run,
        project,
        run);
    return this;
  }

  public Rows abortedBy(int run, String who) {
    sql("update run set aborted_by = ? where project_id = ? and run = ?", who, project, run);
    return this;
  }

  public Rows attempt(int task, long grant, int attempt, String state, String tail, boolean stale) {
    sql(
        """
        insert into attempt (project_id, number, grant_no, state, run, host, direction, attempt,
                             revision, exit, error, tail, started_at, finished_at, stale)
        values (?, ?, ?, ?, 1, 'cn-1', 'run', ?, 1, 7, 'it broke', ?, ?, ?, ?)
        """,
        project,
        task,
        grant,
        state,
        attempt,
        tail,
        START,
        START.plusSeconds(30),
        stale);
    return this;
  }

  public Rows paused(String by) {
    sql("update project set paused_at = now(), paused_by = ? where id = ?", by, project);
    return this;
  }

  public Rows aborted() {
    sql("update project set aborted_at = now() where id = ?", project);
    return this;
  }

  private void sql(String statement, Object... parameters) {
    database.tx(tx -> tx.update(statement, parameters));
  }
}
