package io.upg.agent;

import io.upg.agent.Outcome.Next;
import io.upg.agent.artifact.Releases;
import io.upg.agent.builtin.Services;
import io.upg.agent.builtin.Turns;
import io.upg.agent.journal.Execution;
import io.upg.agent.journal.Journal;
import io.upg.agent.journal.TaskKey;
import io.upg.agent.process.ProcessTree;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.Step;
import io.upg.plan.model.TaskState;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task: the journal decides whether it is run, joined or answered. Under one grant a task is
 * started at most once, whatever is delivered how often, and whoever dies.
 */
final class TaskRunner {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

  /** Where nobody saw the end. */
  private static final Set<TaskState> UNCERTAIN =
      Set.of(TaskState.UNKNOWN, TaskState.ROLLBACK_FAIL);

  private final Journal journal;
  private final AgentFolders folders;
  private final TaskWorlds worlds;
  private final Releases releases;
  private final Services services;
  private final Turns turns = new Turns();
  private final Gatherings gatherings;
  private final Watchdogs watchdogs;
  private final Clock clock;
  private final HostPower power;
  private final boolean mortal;
  private final ConcurrentHashMap<TaskKey, Running> running = new ConcurrentHashMap<>();

  /** A task that is at work here, and what stops it. */
  private record Running(CompletableFuture<TaskResult> result, Stop stop) {}

  /** What one call is about. */
  private record Job(
      TaskKey key, NodeTaskOrder order, TaskOrder task, Stop stop, boolean delivered) {}

  /**
   * @param mortal whether scripts end with the agent
   */
  TaskRunner(
      Journal journal,
      AgentFolders folders,
      TaskWorlds worlds,
      Releases releases,
      Services services,
      Watchdogs watchdogs,
      HostPower power,
      boolean mortal,
      Clock clock) {
    this.journal = journal;
    this.folders = folders;
    this.worlds = worlds;
    this.gatherings = new Gatherings(journal, worlds);
    this.releases = releases;
    this.services = services;
    this.watchdogs = watchdogs;
    this.power = power;
    this.mortal = mortal;
    this.clock = clock;
  }

  /** The task's result: a recorded one, that of the run under way, or that of a new run. */
  TaskResult run(NodeTaskOrder order, TaskOrder task, Stop stop)
      throws InterruptedException, ExecutionException {
    return run(new Job(TaskKey.of(order, task), order, task, stop, true));
  }

  /**
   * Looks after a task that an agent before this one has begun, without beginning anything: waits
   * for its script, and writes down how it ended. What else there is to do waits for its delivery.
   */
  void settle(Execution begun) {
    try {
      lookAfter(begun);
    } catch (InterruptedException e) {
      LOG.debug("task={} is left to the next agent", begun.key().task());
    }
  }

  private Void lookAfter(Execution begun) throws InterruptedException {
    TaskOrder task = begun.order().tasks().get(0);
    try {
      run(new Job(begun.key(), begun.order(), task, new Stop(), false));
    } catch (AwaitsDelivery later) {
      LOG.debug("task={} is left to its next delivery", task.task());
    } catch (ExecutionException | RuntimeException e) {
      LOG.warn("task={} cannot be looked after yet: {}", task.task(), e.getMessage());
    }
    return null;
  }

  private TaskResult run(Job job) throws InterruptedException, ExecutionException {
    while (true) {
      Running mine = new Running(new CompletableFuture<>(), job.stop());
      Running other = running.putIfAbsent(job.key(), mine);
      if (other == null) {
        return run(job, mine);
      }
      job.stop().passOnTo(other.stop());
      try {
        return other.result().get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof AwaitsDelivery) || !job.delivered()) {
          throw e;
        }
      }
    }
  }

  private TaskResult run(Job job, Running mine) throws InterruptedException {
    try {
      awaitFormer(job.key(), job.stop());
      TaskResult result = decide(job);
      running.remove(job.key(), mine);
      mine.result().complete(result);
      return result;
    } catch (InterruptedException | RuntimeException | Error e) {
      running.remove(job.key(), mine);
      mine.result().completeExceptionally(e);
      throw e;
    }
  }

  /** One task is at work under one grant at a time; the older one may have the answer. */
  private void awaitFormer(TaskKey key, Stop stop) throws InterruptedException {
    List<CompletableFuture<TaskResult>> former =
        running.entrySet().stream()
            .filter(entry -> entry.getKey().isFormerOf(key))
            .map(entry -> entry.getValue().result())
            .toList();
    try {
      for (CompletableFuture<TaskResult> task : former) {
        stop.interrupts(() -> ended(task));
      }
      Optional<Execution> begun =
          journal.lastStarted(key).filter(e -> e.canGoOn() && e.key().isFormerOf(key));
      if (begun.isPresent()) {
        stop.interrupts(() -> lookAfter(begun.get()));
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

  private TaskResult decide(Job job) throws InterruptedException {
    TaskKey key = job.key();
    Execution known = journal.execution(key);
    if (known.ended()) {
      return known.result();
    }
    if (known.started()) {
      return goOn(job, known);
    }
    Optional<Long> newer = journal.newerGrant(key);
    if (newer.isPresent()) {
      return superseded(job.task(), newer.get());
    }
    Optional<TaskResult> earlier = earlierSuccess(key, job.task());
    if (earlier.isPresent()) {
      return end(job, earlier.get());
    }
    if (job.stop().demanded()) {
      return end(job, stopped(job));
    }
    TaskResults results = new TaskResults(job.order(), job.task(), folders, clock, clock.instant());
    List<Long> former = formerProcesses(key);
    if (!former.isEmpty()) {
      return end(job, results.of(Outcome.finalFailure(stillRunning(former))));
    }
    Optional<Outcome> outcome = execute(job);
    if (outcome.isPresent()) {
      return end(job, results.of(outcome.get()));
    }
    Optional<Long> meanwhile = journal.newerGrant(key);
    return meanwhile.isPresent() ? superseded(job.task(), meanwhile.get()) : end(job, stopped(job));
  }

  private static TaskResult stopped(Job job) {
    return TaskResults.notStarted(job.task(), "not started: " + job.stop().text());
  }

  /** Of a task whose last script may be at work although nobody saw its end. */
  private List<Long> formerProcesses(TaskKey key) {
    Optional<Execution> former = journal.lastStarted(key);
    boolean open =
        former.isPresent()
            && (!former.get().ended() || UNCERTAIN.contains(former.get().result().state()));
    return open ? processes(former.get()) : List.of();
  }

  private List<Long> processes(Execution execution) {
    TaskKey key = execution.key();
    String mark = TaskWorld.mark(folders.work(key.project(), key.task(), key.grant()));
    return execution
        .lastSpawn()
        .map(spawn -> new ProcessTree(spawn.process(), mark).pids())
        .orElse(List.of());
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

  /** An agent before this one has begun it. */
  private TaskResult goOn(Job job, Execution begun) throws InterruptedException {
    TaskResults results =
        new TaskResults(job.order(), job.task(), folders, clock, begun.startedAt());
    if (!begun.canGoOn()) {
      return end(job, results.of(Outcome.unknown(lost(begun))));
    }
    LOG.info("task={} was begun at {}: it goes on", job.task().task(), begun.startedAt());
    TaskWorld world;
    try {
      world = worlds.make(job.order(), job.task());
    } catch (IOException | TaskRefused e) {
      throw new IllegalStateException(
          "task %s was begun, and what it needs to go on cannot be had: %s"
              .formatted(job.task().task(), e.getMessage()),
          e);
    }
    return end(job, results.of(perform(job, action(job, world), world)));
  }

  /** Of what an agent of the first version began, which kept no exit code. */
  private String lost(Execution begun) {
    List<Long> left = processes(begun);
    String alive = left.isEmpty() ? "" : "; its processes %s still run".formatted(left);
    return "it was started at %s by an agent of an older version, which did not see its end%s: whether it finished cannot be known. Look at the host and at its output so far, then retry, skip or roll back"
        .formatted(begun.startedAt(), alive);
  }

  /**
   * An interrupt before the start leaves no trace: the next delivery begins anew.
   *
   * @return empty where it was stopped, or granted again, before it started
   */
  private Optional<Outcome> execute(Job job) throws InterruptedException {
    Stop stop = job.stop();
    TaskWorld world;
    Action action;
    try {
      world = stop.interrupts(() -> worlds.make(job.order(), job.task()));
      action = action(job, world);
      stop.interrupts(() -> prepared(action));
      world.makeWorkDir();
      boolean durable = !(world.step() instanceof Step.Script);
      if (stop.demanded() || !journal.started(job.order(), job.task(), clock.instant(), durable)) {
        return Optional.empty();
      }
    } catch (InterruptedException | IOException | TaskRefused | RuntimeException e) {
      if (stop.demanded()) {
        return Optional.empty();
      }
      return Optional.of(failed(e));
    }
    logStart(job.order(), job.task());
    return Optional.of(perform(job, action, world));
  }

  /** From its start to its end; then no secret of it is left. */
  private Outcome perform(Job job, Action action, TaskWorld world) throws InterruptedException {
    Outcome outcome = performed(job, action, world);
    try {
      outcome = outcome.hidden(world.secrets());
      world.forgetSecrets();
    } catch (IOException e) {
      LOG.warn("task={}: its secrets may be left in {}", job.task().task(), world.workDir(), e);
    }
    return outcome;
  }

  private Outcome performed(Job job, Action action, TaskWorld world) throws InterruptedException {
    Stop stop = job.stop();
    try {
      Outcome outcome = stop.interrupts(() -> new Tries(world).of(action));
      return outcome.next() == Next.STOPPED && stop.demanded() ? cut(stop) : outcome;
    } catch (AwaitsDelivery e) {
      throw e;
    } catch (InterruptedException | IOException | TaskRefused | RuntimeException e) {
      return stop.demanded() ? cut(stop) : failed(e);
    }
  }

  private Outcome failed(Exception e) throws InterruptedException {
    if (e instanceof InterruptedException interrupt) {
      throw interrupt;
    }
    if (e instanceof AwaitsDelivery awaits) {
      throw awaits;
    }
    return Outcome.finalFailure(DiskTrouble.text(e, folders.journal().getParent()));
  }

  private static Void prepared(Action action)
      throws IOException, TaskRefused, InterruptedException {
    action.prepare();
    return null;
  }

  private static Outcome cut(Stop stop) {
    return Outcome.finalFailure(stop.text() + " while it ran; its processes were ended");
  }

  private Action action(Job job, TaskWorld world) {
    boolean delivered = job.delivered();
    Trail trail = new Trail(journal, job.key(), 0, power, clock, job.stop(), mortal, delivered);
    return action(world, world.step(), trail);
  }

  private Action action(TaskWorld world, Step step, Trail trail) {
    if (step instanceof Step.Script script) {
      return new ScriptAction(world, script, releases, trail);
    }
    if (step instanceof Step.Builtin builtin) {
      return builtin.use().equals(RebootAction.NAME)
          ? new RebootAction(world, trail)
          : new BuiltinAction(
              world, builtin, releases, services, turns, gatherings, watchdogs, trail);
    }
    if (step instanceof Step.Series series) {
      List<SeriesAction.Member> members = new ArrayList<>();
      for (Step.Part part : series.parts()) {
        Action member = action(world.of(part), part.step(), trail.ofPart(members.size()));
        members.add(new SeriesAction.Member(part, member));
      }
      return new SeriesAction(world, members, stood(trail.key()));
    }
    return new NoAction(step);
  }

  /** Whether it was started before, and not taken back since. */
  private boolean stood(TaskKey key) {
    return journal
        .lastStarted(key)
        .filter(e -> e.key().direction() == Direction.RUN || !e.succeeded())
        .isPresent();
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

  /** What a host that went down meanwhile did not write, is not said either. */
  private TaskResult end(Job job, TaskResult result) throws InterruptedException {
    try {
      journal.ended(job.key(), result);
    } catch (IOException e) {
      if (journal.closed()) {
        throw new InterruptedException("the host went down");
      }
      LOG.error("task={} ended {} unrecorded: {}", result.task(), result.state(), e.getMessage());
    }
    LOG.info(
        "{} ended: project={} run={} host={} task={} state={}{}",
        job.order().direction().word(),
        job.order().project(),
        job.order().run(),
        job.order().host(),
        result.task(),
        result.state().word(),
        result.error() == null ? "" : " error=" + result.error());
    return result;
  }

  private static String stillRunning(List<Long> former) {
    return "its former processes %s still run on this host; end them or let them end, then retry"
        .formatted(former);
  }
}
