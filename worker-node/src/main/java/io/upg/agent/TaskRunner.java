package io.upg.agent;

import io.upg.agent.Outcome.Next;
import io.upg.agent.artifact.Releases;
import io.upg.agent.builtin.Services;
import io.upg.agent.builtin.Turns;
import io.upg.agent.journal.Journal;
import io.upg.agent.journal.TaskKey;
import io.upg.agent.process.ProcessId;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task: the journal decides whether it is run, joined or answered. Under one grant a task is
 * started at most once, whatever is delivered how often, and whoever dies.
 */
final class TaskRunner {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

  private final Journal journal;
  private final AgentFolders folders;
  private final TaskWorlds worlds;
  private final Releases releases;
  private final Services services;
  private final Turns turns = new Turns();
  private final Gatherings gatherings;
  private final Watchdogs watchdogs;
  private final Clock clock;
  private final ConcurrentHashMap<TaskKey, CompletableFuture<TaskResult>> running =
      new ConcurrentHashMap<>();

  TaskRunner(
      Journal journal,
      AgentFolders folders,
      TaskWorlds worlds,
      Releases releases,
      Services services,
      Watchdogs watchdogs,
      Clock clock) {
    this.journal = journal;
    this.folders = folders;
    this.worlds = worlds;
    this.gatherings = new Gatherings(journal, worlds);
    this.releases = releases;
    this.services = services;
    this.watchdogs = watchdogs;
    this.clock = clock;
  }

  /** The task's result: a recorded one, that of the run under way, or that of a new run. */
  TaskResult run(NodeTaskOrder order, TaskOrder task, Stop stop)
      throws InterruptedException, ExecutionException {
    TaskKey key = TaskKey.of(order, task);
    CompletableFuture<TaskResult> mine = new CompletableFuture<>();
    CompletableFuture<TaskResult> other = running.putIfAbsent(key, mine);
    if (other != null) {
      return other.get();
    }
    try {
      awaitFormer(key, stop);
      mine.complete(decide(key, order, task, stop));
    } catch (InterruptedException | RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      running.remove(key, mine);
    }
    return mine.get();
  }

  /** One task is at work under one grant at a time; the older one may have the answer. */
  private void awaitFormer(TaskKey key, Stop stop) throws InterruptedException {
    List<CompletableFuture<TaskResult>> former =
        running.entrySet().stream()
            .filter(entry -> entry.getKey().isFormerOf(key))
            .map(Map.Entry::getValue)
            .toList();
    try {
      for (CompletableFuture<TaskResult> task : former) {
        stop.interrupts(() -> ended(task));
      }
    } catch (InterruptedException e) {
      if (!stop.demanded()) {
        throw e;
      }
    } catch (IOException | TaskRefused e) {
      throw new IllegalStateException("waiting throws neither", e);
    }
  }

  /** How it ended is in the journal. */
  private static Void ended(CompletableFuture<TaskResult> task) throws InterruptedException {
    try {
      task.get();
    } catch (ExecutionException e) {
      LOG.debug("an older grant ended without a result", e);
    }
    return null;
  }

  private TaskResult decide(TaskKey key, NodeTaskOrder order, TaskOrder task, Stop stop)
      throws InterruptedException {
    Optional<TaskResult> recorded = journal.end(key);
    if (recorded.isPresent()) {
      return recorded.get();
    }
    TaskResults results = new TaskResults(order, task, folders, clock);
    Optional<Journal.Start> cut = journal.start(key);
    if (cut.isPresent()) {
      return end(key, order, results.cutShort(cut.get()));
    }
    Optional<Long> newer = journal.newerGrant(key);
    if (newer.isPresent()) {
      return superseded(task, newer.get());
    }
    Optional<TaskResult> earlier = earlierSuccess(key, task);
    if (earlier.isPresent()) {
      return end(key, order, earlier.get());
    }
    if (stop.demanded()) {
      return end(key, order, TaskResults.notStarted(task, "not started: " + stop.text()));
    }
    Optional<ProcessId> former = journal.lastProcess(key).filter(ProcessId::alive);
    if (former.isPresent()) {
      return end(key, order, results.of(Outcome.finalFailure(stillRunning(former.get()))));
    }
    Optional<Outcome> outcome = execute(key, order, task, stop);
    if (outcome.isPresent()) {
      return end(key, order, results.of(outcome.get()));
    }
    return journal
        .newerGrant(key)
        .map(grant -> superseded(task, grant))
        .orElseGet(
            () -> end(key, order, TaskResults.notStarted(task, "not started: " + stop.text())));
  }

  /** Not journalled: it is for the newer grant to say what becomes of the task. */
  private static TaskResult superseded(TaskOrder task, long grant) {
    String error = "not started: it was granted again meanwhile (grant %d)".formatted(grant);
    return TaskResults.notStarted(task, error);
  }

  /** What the store does not know of the task's earlier grants, and the journal does. */
  private Optional<TaskResult> earlierSuccess(TaskKey key, TaskOrder task) {
    if (task.earlier() == null) {
      return Optional.empty();
    }
    return journal
        .successSince(task.earlier(), key)
        .map(
            result ->
                new TaskResult(
                    task.number(),
                    task.task(),
                    result.state(),
                    result.exit(),
                    null,
                    nothingRan(result),
                    result.tail(),
                    result.startedAt(),
                    result.finishedAt()));
  }

  /** The order may carry another revision than the one that succeeded: so it is said. */
  private static String nothingRan(TaskResult earlier) {
    String said = earlier.message() == null ? "" : ": " + earlier.message();
    return "nothing ran now: it had succeeded at %s, before this order%s"
        .formatted(earlier.finishedAt(), said);
  }

  /**
   * An interrupt before the start leaves no trace: the next delivery begins anew.
   *
   * @return empty where it was stopped, or granted again, before it started
   */
  private Optional<Outcome> execute(TaskKey key, NodeTaskOrder order, TaskOrder task, Stop stop)
      throws InterruptedException {
    boolean started = false;
    try {
      TaskWorld world = stop.interrupts(() -> worlds.make(order, task));
      Action action = action(key, world, world.step(), stop);
      stop.interrupts(() -> prepared(action));
      Files.createDirectories(world.workDir());
      if (stop.demanded()) {
        return Optional.empty();
      }
      started = journal.started(key, task.attempt(), task.sheet(), clock.instant());
      if (!started) {
        return Optional.empty();
      }
      logStart(order, task);
      Outcome outcome = stop.interrupts(() -> new Tries(world).of(action));
      return Optional.of(outcome.next() == Next.STOPPED && stop.demanded() ? cut(stop) : outcome);
    } catch (InterruptedException | IOException | TaskRefused | RuntimeException e) {
      if (stop.demanded()) {
        return started ? Optional.of(cut(stop)) : Optional.empty();
      }
      if (e instanceof InterruptedException interrupt) {
        throw interrupt;
      }
      return Optional.of(
          Outcome.finalFailure(e.getMessage() == null ? e.toString() : e.getMessage()));
    }
  }

  private static Void prepared(Action action)
      throws IOException, TaskRefused, InterruptedException {
    action.prepare();
    return null;
  }

  private static Outcome cut(Stop stop) {
    return Outcome.finalFailure(stop.text() + " while it ran; its processes were ended");
  }

  private Action action(TaskKey key, TaskWorld world, Step step, Stop stop) {
    Consumer<ProcessId> spawned = process -> stop.spares(() -> spawned(key, process));
    if (step instanceof Step.Script script) {
      return new ScriptAction(world, script, releases, spawned);
    }
    if (step instanceof Step.Builtin builtin) {
      return new BuiltinAction(
          world, builtin, releases, services, turns, gatherings, watchdogs, spawned);
    }
    if (step instanceof Step.Series series) {
      return new SeriesAction(
          world, series.parts().stream().map(part -> member(key, world, part, stop)).toList());
    }
    return new NoAction(step);
  }

  private SeriesAction.Member member(TaskKey key, TaskWorld world, Step.Part part, Stop stop) {
    return new SeriesAction.Member(part, action(key, world.of(part), part.step(), stop));
  }

  private void spawned(TaskKey key, ProcessId process) {
    try {
      journal.spawned(key, process);
    } catch (IOException e) {
      LOG.warn("task={} runs as process {}: {}", key.task(), process.pid(), e.getMessage());
    }
  }

  private static void logStart(NodeTaskOrder order, TaskOrder task) {
    LOG.info(
        "{} started: project={} run={} host={} task={} attempt={}",
        order.direction().word(),
        order.project(),
        order.run(),
        order.host(),
        task.task(),
        task.attempt());
  }

  private TaskResult end(TaskKey key, NodeTaskOrder order, TaskResult result) {
    try {
      journal.ended(key, result);
    } catch (IOException e) {
      LOG.error("task={} ended {} unrecorded: {}", key.task(), result.state(), e.getMessage());
    }
    LOG.info(
        "{} ended: project={} run={} host={} task={} state={}{}",
        order.direction().word(),
        order.project(),
        order.run(),
        order.host(),
        result.task(),
        result.state().word(),
        result.error() == null ? "" : " error=" + result.error());
    return result;
  }

  private static String stillRunning(ProcessId former) {
    return "its former process %d still runs on this host; end it or let it end, then retry"
        .formatted(former.pid());
  }
}
