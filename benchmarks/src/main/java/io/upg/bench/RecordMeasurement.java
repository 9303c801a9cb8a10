package io.upg.bench;

import io.upg.contract.CommandKind;
import io.upg.contract.Gate;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.ShardInput;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.TaskState;
import io.upg.store.CommandStore;
import io.upg.store.Database;
import io.upg.store.GrantStore;
import io.upg.store.PlanStore;
import io.upg.store.ResultStore;
import io.upg.store.RunReports;
import io.upg.store.RunStore;
import io.upg.store.query.StatusQuery;
import io.upg.store.query.TaskFilter;
import io.upg.store.query.TasksQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Records a result for every task of 10,000 hosts × 50 tasks, in commits as large as a loaded
 * recorder makes them, while somebody asks for status and tasks all the time. Without Temporal: the
 * way of a result to the recorder is part of the fan-outs.
 */
final class RecordMeasurement implements Measurement {
  private static final int HOSTS = 10_000;
  private static final int QUICK_HOSTS = 200;

  /** Reports of 50 results in one commit. */
  private static final int REPORTS_A_COMMIT = 200;

  private static final int PAGE = 100;
  private static final List<Integer> RECORDERS = List.of(1, 2);

  /** A thread each, however few cores there are. */
  private static final Executor RECORDER = work -> new Thread(work, "bench-recorder").start();

  private static final long PAUSE_MILLIS = 20;
  private static final String LOGIC =
      "phases:\n  - {name: data, on: all, layout: by-host, actions: [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10]}\n";
  private static final List<String> ACTIONS =
      List.of("a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10");

  @Override
  public String name() {
    return "record";
  }

  @Override
  public void take(Bench bench) throws Exception {
    int hosts = bench.quick() ? QUICK_HOSTS : HOSTS;
    for (int recorders : RECORDERS) {
      take(bench, hosts, recorders);
    }
  }

  private static void take(Bench bench, int hosts, int recorders) throws Exception {
    List<Double> seconds = new ArrayList<>();
    List<Double> status = new ArrayList<>();
    List<Double> tasks = new ArrayList<>();
    for (int run = 0; run < bench.runs(); run++) {
      seconds.add(once(bench, hosts, recorders, status, tasks));
    }
    bench
        .report()
        .fact(
            "record %,d results, recorders: %d".formatted(hosts * 50, recorders),
            Median.told(seconds));
    bench.report().fact("  status meanwhile", latency(status));
    bench.report().fact("  a page of 100 tasks meanwhile", latency(tasks));
  }

  private static String latency(List<Double> millis) {
    return "p50 %.1f ms, p99 %.1f ms of %d"
        .formatted(Median.percentile(millis, 0.5), Median.percentile(millis, 0.99), millis.size());
  }

  private static double once(
      Bench bench, int hosts, int recorders, List<Double> status, List<Double> tasks)
      throws Exception {
    String name = Bench.unused("record");
    List<List<RunReports>> commits = granted(bench, name, hosts);
    String jdbc = bench.deployment().jdbc();
    AtomicBoolean over = new AtomicBoolean();
    Thread asking = new Thread(() -> ask(jdbc, name, over, status, tasks), "bench-asks");
    List<Database> databases = Stream.generate(() -> Database.open(jdbc)).limit(recorders).toList();
    try {
      asking.start();
      long start = System.nanoTime();
      record(databases, commits);
      double seconds = (System.nanoTime() - start) / 1e9;
      over.set(true);
      asking.join();
      bench.upg().require(name, Map.of(TaskState.DONE, hosts * 50));
      Database database = databases.get(0);
      new RunStore(database, new PlanStore(database)).close(name, 1, "measured");
      return seconds;
    } finally {
      over.set(true);
      databases.forEach(Database::close);
    }
  }

  /** Each recorder takes the next group when it has committed its last one. */
  private static void record(List<Database> databases, List<List<RunReports>> commits) {
    Queue<List<RunReports>> left = new ConcurrentLinkedQueue<>(commits);
    CompletableFuture.allOf(
            databases.stream()
                .map(ResultStore::new)
                .map(results -> CompletableFuture.runAsync(() -> record(results, left), RECORDER))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private static void record(ResultStore results, Queue<List<RunReports>> left) {
    for (List<RunReports> next = left.poll(); next != null; next = left.poll()) {
      results.commit(next);
    }
  }

  /** A run whose only batch is granted, and the reports that its hosts would send. */
  private static List<List<RunReports>> granted(Bench bench, String name, int hosts)
      throws Exception {
    Database database = bench.deployment().database();
    String range = "r%s-[%05d-%05d]".formatted(name.substring("record-".length()), 1, hosts);
    PlanStore plans = new PlanStore(database);
    plans.save(
        new BenchProject(name, range, 5, LOGIC, ACTIONS).compile(bench.folder().resolve(name)),
        "bench");
    new CommandStore(database, plans).judge(name, Upg.request(CommandKind.RUN).build());
    Gate gate = new RunStore(database, plans).open(name, 1, 1);
    GrantStore grants = new GrantStore(database, plans);
    List<NodeTaskReport> reports = new ArrayList<>();
    for (int shard = 1; shard <= gate.shards(); shard++) {
      grants.grant(new ShardInput(name, 1, 1, shard)).dispatches().stream()
          .map(RecordMeasurement::report)
          .forEach(reports::add);
    }
    List<List<RunReports>> commits = new ArrayList<>();
    for (int first = 0; first < reports.size(); first += REPORTS_A_COMMIT) {
      int end = Math.min(reports.size(), first + REPORTS_A_COMMIT);
      commits.add(List.of(new RunReports(name, 1, reports.subList(first, end))));
    }
    return commits;
  }

  private static NodeTaskReport report(Dispatch dispatch) {
    return new NodeTaskReport(
        dispatch.order().host(),
        dispatch.order().grant(),
        dispatch.order().tasks().stream().map(RecordMeasurement::done).toList());
  }

  private static TaskResult done(TaskOrder task) {
    Instant now = Instant.now();
    return new TaskResult(
        task.number(), task.task(), TaskState.DONE, 0, null, null, "done\n", now, now);
  }

  private static void ask(
      String jdbc, String project, AtomicBoolean over, List<Double> status, List<Double> tasks) {
    try (Database database = Database.forReading(jdbc)) {
      StatusQuery statusQuery = new StatusQuery(database);
      TasksQuery tasksQuery = new TasksQuery(database);
      while (!over.get()) {
        status.add(millis(() -> statusQuery.of(project)));
        tasks.add(millis(() -> tasksQuery.find(project, new TaskFilter(null, null, null, PAGE))));
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double millis(Runnable query) {
    long start = System.nanoTime();
    query.run();
    return (System.nanoTime() - start) / 1e6;
  }
}
