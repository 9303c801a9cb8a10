package io.upg.workflow;

import io.temporal.failure.ApplicationFailure;
import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandRequest;
import io.upg.contract.FailureTypes;
import io.upg.contract.Gate;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.ProjectActivities;
import io.upg.contract.ProjectOutline;
import io.upg.contract.RecorderActivities;
import io.upg.contract.RunActivities;
import io.upg.contract.RunEnding;
import io.upg.contract.RunOutline;
import io.upg.contract.RunStop;
import io.upg.contract.ShardActivities;
import io.upg.contract.ShardInput;
import io.upg.contract.ShardOrder;
import io.upg.contract.TaskResult;
import io.upg.contract.Verdict;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.Rule;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The store's contract in memory, for the workflows' tests: one project, its runs, its tasks. */
final class FakeStore
    implements ProjectActivities, RunActivities, ShardActivities, RecorderActivities {

  private static final class Run {
    final FakeRun plan;
    int next = 1;
    boolean open = true;
    String waitingFor;
    String stoppedBy;

    Run(FakeRun plan) {
      this.plan = plan;
    }
  }

  private final List<FakeRun> toCome = new ArrayList<>();
  private final Map<Integer, Run> runs = new TreeMap<>();
  private final Map<ShardInput, Long> grants = new LinkedHashMap<>();
  private final Map<String, TaskResult> results = new LinkedHashMap<>();
  private final Map<String, CommandAnswer> answers = new LinkedHashMap<>();
  private final List<String> events = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private String paused;
  private int brokenGrants;
  private int failures;
  private boolean gone;

  /** The run that the next {@code run} command makes. */
  synchronized FakeStore next(FakeRun run) {
    toCome.add(run);
    return this;
  }

  /** A run that is open already. */
  synchronized FakeStore open(int number, FakeRun run) {
    runs.put(number, new Run(run));
    return this;
  }

  /** As after a rebuild: the batches before it have passed. */
  synchronized FakeStore passedUpTo(int run, int batch) {
    runs.get(run).next = batch + 1;
    return this;
  }

  synchronized FakeStore paused(String why) {
    paused = why;
    return this;
  }

  /** The next so many grants fail for good, as no store should. */
  synchronized FakeStore breakGrants(int count) {
    brokenGrants = count;
    return this;
  }

  /** The next so many calls fail as while PostgreSQL is away. */
  synchronized FakeStore away(int calls) {
    failures = calls;
    return this;
  }

  synchronized FakeStore gone() {
    gone = true;
    return this;
  }

  @Override
  public synchronized CommandAnswer judge(String project, CommandRequest command) {
    fail();
    log("judge command " + command.id());
    return answers.computeIfAbsent(command.id(), id -> decide(command));
  }

  private CommandAnswer decide(CommandRequest command) {
    return switch (command.kind()) {
      case RUN, RETRY, ROLLBACK, RESUME -> newRun(command);
      case SKIP, PATCH, PAUSE -> answer(command, 0, false, List.of());
      case ABORT -> abort(command);
    };
  }

  private CommandAnswer abort(CommandRequest command) {
    paused = "aborted by " + command.who();
    if (command.now()) {
      stopOpenRuns(command.who());
    }
    return answer(command, 0, false, List.of());
  }

  /** What an abort leaves in the store whose workflow never came to tell the runs. */
  synchronized FakeStore stopOpenRuns(String by) {
    runs.values().stream()
        .filter(run -> run.open && run.plan.direction() == Direction.RUN)
        .forEach(run -> run.stoppedBy = by);
    return this;
  }

  private CommandAnswer newRun(CommandRequest command) {
    if (toCome.isEmpty()) {
      Refusal refusal = new Refusal(Rule.PROJECT_STATE, "nothing can be run", List.of());
      return CommandAnswer.refused(command.kind(), refusal);
    }
    FakeRun plan = toCome.remove(0);
    int number = runs.size() + 1;
    runs.put(number, new Run(plan));
    log("new run " + number);
    return answer(command, number, true, plan.tasks());
  }

  private static CommandAnswer answer(
      CommandRequest command, int run, boolean started, List<String> tasks) {
    List<String> first = tasks.subList(0, Math.min(tasks.size(), CommandAnswer.FIRST));
    return new CommandAnswer(command.kind(), null, run, started, tasks.size(), first, List.of());
  }

  @Override
  public synchronized void refuse(String project, CommandRequest command, String problem) {
    refused.add(command.id() + " " + command.who() + " " + command.kind().word() + ": " + problem);
  }

  @Override
  public synchronized List<Integer> openRuns(String project) {
    fail();
    if (gone) {
      throw closed("project " + project + " is closed");
    }
    return runs.entrySet().stream()
        .filter(run -> run.getValue().open)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public synchronized List<RunStop> stops(String project) {
    fail();
    return runs.entrySet().stream()
        .filter(run -> run.getValue().open && run.getValue().stoppedBy != null)
        .map(run -> new RunStop(run.getKey(), run.getValue().stoppedBy))
        .toList();
  }

  @Override
  public synchronized ProjectOutline outline(String project) {
    fail();
    List<Integer> open = openRuns(project);
    String state = !open.isEmpty() ? "running" : paused != null ? "paused" : "ready";
    return new ProjectOutline(
        state, "management", null, Map.of("done", results.size()), paused, open);
  }

  @Override
  public synchronized RunOutline outline(String project, int run) {
    fail();
    FakeRun plan = run(run).plan;
    log("outline " + run);
    return new RunOutline(
        project,
        run,
        plan.direction(),
        plan.batches().size(),
        run(run).next,
        run(run).stoppedBy,
        plan.tasks().size(),
        passed(run));
  }

  @Override
  public synchronized Gate open(String project, int run, int batch) {
    fail();
    log("open " + batch);
    if (paused != null) {
      return Gate.closed(paused);
    }
    int shards = run(run).plan.batches().get(batch - 1).shards().size();
    int tasks = run(run).plan.tasks(batch).size();
    return new Gate(null, shards, "management " + batch, "management", tasks);
  }

  @Override
  public synchronized ShardOrder grant(ShardInput shard) {
    fail();
    if (brokenGrants > 0) {
      brokenGrants--;
      throw ApplicationFailure.newNonRetryableFailure("the grant table is on fire", "upg.bug");
    }
    FakeRun plan = run(shard.run()).plan;
    boolean repeated = grants.containsKey(shard);
    long grant = grants.computeIfAbsent(shard, s -> grants.size() + 1L);
    return new ShardOrder(
        plan.unreachableAfter(),
        plan.dispatches(shard.run(), shard.batch(), shard.shard(), grant),
        repeated);
  }

  @Override
  public synchronized void record(String project, int run, List<NodeTaskReport> reports) {
    fail();
    log("record " + reports.size());
    reports.stream().flatMap(report -> report.results().stream()).forEach(this::take);
  }

  private void take(TaskResult result) {
    if (results.putIfAbsent(result.task(), result) != null) {
      throw new IllegalStateException("recorded twice: " + result.task());
    }
    log("recorded " + result.task());
  }

  @Override
  public synchronized Verdict judge(String project, int run, int batch) {
    fail();
    log("judge " + batch);
    List<String> failed =
        run(run).plan.tasks(batch).stream()
            .filter(task -> state(task) == null || state(task).failed())
            .toList();
    if (failed.isEmpty()) {
      run(run).next = batch + 1;
      return new Verdict(null, run(run).plan.tasks(batch).size(), 0);
    }
    return new Verdict("failed: " + String.join(", ", failed), 0, failed.size());
  }

  @Override
  public synchronized RunEnding close(String project, int run, String waitingFor) {
    fail();
    log("close " + run);
    Run closed = run(run);
    closed.open = false;
    closed.waitingFor = waitingFor;
    String state = paused != null ? "paused" : waitingFor != null ? "stopped" : "done";
    return new RunEnding(state, waitingFor);
  }

  private int passed(int run) {
    return IntStream.range(1, run(run).next).map(b -> run(run).plan.tasks(b).size()).sum();
  }

  private Run run(int number) {
    Run run = runs.get(number);
    if (run == null || !run.open) {
      throw closed("run " + number + " is not open");
    }
    return run;
  }

  private static ApplicationFailure closed(String message) {
    return ApplicationFailure.newNonRetryableFailure(message, FailureTypes.RUN_CLOSED);
  }

  private void fail() {
    if (failures > 0) {
      failures--;
      throw new IllegalStateException("PostgreSQL is away");
    }
  }

  /** Also for agents, so that the order of what happened is one list. */
  synchronized void log(String event) {
    events.add(event);
  }

  /** How many shards have got their grant. */
  synchronized int granted() {
    return grants.size();
  }

  synchronized List<String> events() {
    return List.copyOf(events);
  }

  List<String> events(String... prefixes) {
    return events().stream().filter(e -> Stream.of(prefixes).anyMatch(e::startsWith)).toList();
  }

  synchronized List<String> refused() {
    return List.copyOf(refused);
  }

  synchronized TaskState state(String task) {
    TaskResult result = results.get(task);
    return result == null ? null : result.state();
  }

  synchronized String error(String task) {
    return results.get(task).error();
  }

  synchronized int recorded() {
    return results.size();
  }

  synchronized boolean isOpen(int run) {
    return runs.containsKey(run) && runs.get(run).open;
  }

  synchronized String waitingFor(int run) {
    return runs.get(run).waitingFor;
  }

  synchronized int runs() {
    return runs.size();
  }
}
