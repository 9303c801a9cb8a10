package io.upg.store;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.Gate;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.ShardInput;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.contract.Verdict;
import io.upg.plan.compile.Compiled;
import io.upg.plan.cut.Selection;
import io.upg.plan.model.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A store with a fresh database, and the steps that workflows and agents would take on it. */
public final class StoreHarness implements AutoCloseable {
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

  private final String url;
  private final boolean ours;
  public final Database database;
  public final PlanStore plans;
  public final CommandStore commands;
  public final RunStore runs;
  public final GrantStore grants;
  public final ResultStore results;
  private int ids;

  public StoreHarness() {
    this(EmbeddedDatabase.url(), true);
  }

  /** On a database of the caller's own. */
  public StoreHarness(String url) {
    this(url, false);
  }

  private StoreHarness(String url, boolean ours) {
    this.url = url;
    this.ours = ours;
    database = Database.open(url);
    plans = new PlanStore(database);
    commands = new CommandStore(database, plans);
    runs = new RunStore(database, plans);
    grants = new GrantStore(database, plans);
    results = new ResultStore(database);
  }

  /** Where a command line finds it. */
  public String url() {
    return url;
  }

  public StoreHarness save(Compiled compiled) {
    plans.save(compiled, "anna");
    return this;
  }

  public CommandAnswer give(String project, CommandKind kind, String... phases) {
    return commands.judge(project, command(kind, Selection.NONE, phases));
  }

  public CommandAnswer run(String project, String... phases) {
    return give(project, CommandKind.RUN, phases);
  }

  public CommandAnswer runTasks(String project, String... tasks) {
    return commands.judge(project, command(CommandKind.RUN, tasks(tasks)));
  }

  public static Selection tasks(String... ids) {
    return new Selection(List.of(ids), null, null, null, null, false, false);
  }

  public CommandRequest command(CommandKind kind, Selection selection, String... phases) {
    return command(kind).phases(List.of(phases)).selection(selection).build();
  }

  public CommandRequest.Builder command(CommandKind kind) {
    return CommandRequest.of(kind, "c" + ++ids, "anna");
  }

  /** Opens a batch, and grants all its shards. */
  public List<Dispatch> send(String project, int run, int batch) {
    Gate gate = runs.open(project, run, batch);
    List<Dispatch> dispatches = new ArrayList<>();
    for (int shard = 1; shard <= gate.shards(); shard++) {
      dispatches.addAll(grants.grant(new ShardInput(project, run, batch, shard)).dispatches());
    }
    return dispatches;
  }

  /** Sends a batch, records one outcome for every task of it, and judges it. */
  public Verdict play(String project, int run, int batch, Function<String, TaskState> outcome) {
    for (Dispatch dispatch : send(project, run, batch)) {
      record(project, run, report(dispatch, outcome));
    }
    return runs.judge(project, run, batch);
  }

  /** Plays all batches that are left, each task with success, and closes the run. */
  public void finish(String project, int run) {
    int batches = runs.outline(project, run).batches();
    for (int batch = runs.outline(project, run).next(); batch <= batches; batch++) {
      play(project, run, batch, task -> TaskState.DONE);
    }
    runs.close(project, run, null);
  }

  /** Plays all batches of a run backwards, each task with success, and closes the run. */
  public void takeBack(String project, int run) {
    int batches = runs.outline(project, run).batches();
    for (int batch = 1; batch <= batches; batch++) {
      play(project, run, batch, task -> TaskState.ROLLED_BACK);
    }
    runs.close(project, run, null);
  }

  public Recorded record(String project, int run, NodeTaskReport report) {
    return results.commit(List.of(new RunReports(project, run, List.of(report))));
  }

  /** What the host would answer, by task id. */
  public static NodeTaskReport report(Dispatch dispatch, Function<String, TaskState> outcome) {
    return new NodeTaskReport(
        dispatch.order().host(),
        dispatch.order().grant(),
        dispatch.order().tasks().stream().map(t -> result(t, outcome.apply(t.task()))).toList());
  }

  private static TaskResult result(TaskOrder task, TaskState state) {
    boolean started = state != TaskState.UNDO && state != TaskState.UNREACHABLE;
    boolean failed = state.failed();
    return new TaskResult(
        task.number(),
        task.task(),
        state,
        failed && started ? 1 : null,
        failed ? "it went wrong" : null,
        null,
        started ? "last words" : null,
        started ? NOW : null,
        started ? NOW.plusSeconds(5) : null);
  }

  public TaskState state(String project, String task) {
    return states(project).get(task);
  }

  public Map<String, TaskState> states(String project) {
    Map<String, TaskState> states = new HashMap<>();
    database.tx(
        tx -> {
          tx.each(
              """
              select t.id, s.state from project p
              join plan_task t on t.project_id = p.id
              join task_state s using (project_id, number) where p.name = ?
              """,
              row -> states.put(row.getString(1), TaskState.of(row.getString(2))),
              project);
          return null;
        });
    return states;
  }

  /** Where the counts of a project's tasks are not what counting them gives. */
  public List<String> drift(String project) {
    return database.tx(
        tx ->
            tx.list(
                """
                select concat_ws(' ', block, state, ran, granted, run, t.tasks, 'tasks, counted',
                  c.tasks)
                from (
                  select project_id, number >> 10 as block, state, ran, granted,
                    coalesce(run, 0) as run, count(*) as tasks
                  from task_state group by 1, 2, 3, 4, 5, 6) as t
                full join (select * from task_count where tasks <> 0) as c
                  using (project_id, block, state, ran, granted, run)
                join project p on p.id = project_id
                where p.name = ? and t.tasks is distinct from c.tasks
                """,
                row -> row.getString(1),
                project));
  }

  /** One value of one row. */
  public String value(String sql, Object... parameters) {
    return database
        .tx(tx -> tx.list(sql, row -> String.valueOf(row.getObject(1)), parameters))
        .get(0);
  }

  @Override
  public void close() {
    database.close();
    if (ours) {
      EmbeddedDatabase.drop(url);
    }
  }
}
