package io.upg.agent;

import io.upg.agent.artifact.Releases;
import io.upg.agent.builtin.ActionFailed;
import io.upg.agent.builtin.BuiltinContext;
import io.upg.agent.builtin.Builtins;
import io.upg.agent.builtin.PackageTransaction;
import io.upg.agent.builtin.Programs;
import io.upg.agent.builtin.Services;
import io.upg.agent.builtin.Turns;
import io.upg.agent.process.Ending;
import io.upg.plan.model.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A built-in, in the agent's own process; its timeout interrupts it. */
final class BuiltinAction implements Action {
  /** How much later than the watchdog a program would end by itself. */
  private static final Duration BEHIND_WATCHDOG = Duration.ofMinutes(1);

  private static final Set<String> RUNS_LINES = Set.of("command", "check.command");

  private final TaskWorld world;
  private final Step.Builtin step;
  private final Releases releases;
  private final Services services;
  private final Turns turns;
  private final Gatherings gatherings;
  private final Watchdogs watchdogs;
  private final Trail trail;
  private volatile Watchdogs.Watchdog watchdog;

  BuiltinAction(
      TaskWorld world,
      Step.Builtin step,
      Releases releases,
      Services services,
      Turns turns,
      Gatherings gatherings,
      Watchdogs watchdogs,
      Trail trail) {
    this.world = world;
    this.step = step;
    this.releases = releases;
    this.services = services;
    this.turns = turns;
    this.gatherings = gatherings;
    this.watchdogs = watchdogs;
    this.trail = trail;
  }

  /** A built-in gets itself what it needs; but its secrets must be there. */
  @Override
  public void prepare() throws TaskRefused {
    if (RUNS_LINES.contains(step.use()) && TaskSecrets.in(world.params())) {
      throw new TaskRefused(
          "%s takes no secret: every user of the host sees a command line. Write a script, and give it the secret in with: or env:"
              .formatted(step.use()));
    }
    world.secrets().open(world.params());
  }

  /**
   * What an agent died with is performed again, as built-ins may be: when the program that it had
   * begun has ended. Only of a command the end of that program is the outcome.
   */
  @Override
  public Outcome once(int number) throws IOException, TaskRefused, InterruptedException {
    try {
      return open(number);
    } finally {
      world.secrets().hideIn(world.output());
    }
  }

  private Outcome open(int number) throws IOException, TaskRefused, InterruptedException {
    if (world.mode().dryRun() && !step.use().startsWith("check.")) {
      String message = "would do %s %s".formatted(step.use(), world.params());
      say(message);
      return Outcome.success(null, message);
    }
    Optional<Gathering> gathering = gatherings.of(world);
    Duration timeout = world.sheet().timeout();
    TrackedProcess process =
        TrackedProcess.of(world, trail, number, timeout.plus(BEHIND_WATCHDOG), this::ends);
    BuiltinContext context = context(runner(process), gathering);
    gathering.ifPresent(all -> all.arrive(context));
    Turns.Turn turn = null;
    try {
      turn = turns.take(step.use(), world.task().task(), this::say);
      return watched(process, context, trail.left(number, timeout));
    } finally {
      if (turn != null) {
        turn.close();
      }
      gathering.ifPresent(all -> gatherings.leave(world, all));
    }
  }

  private Outcome watched(TrackedProcess process, BuiltinContext context, Duration left)
      throws IOException, InterruptedException {
    try (Watchdogs.Watchdog limit = watchdogs.after(left)) {
      watchdog = limit;
      return perform(process, context);
    }
  }

  @Override
  public boolean begun(int number) {
    return trail.spawn(number).isPresent();
  }

  /** How far it came cannot be known. */
  private static final class LostProgram extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Whether an interrupt is to end the program: it is late, or nobody wants its end. */
  private boolean ends() {
    return watchdog != null && watchdog.fired() || trail.endsProcesses();
  }

  private BuiltinContext context(Programs.Runner runner, Optional<Gathering> gathering)
      throws TaskRefused {
    return new BuiltinContext(
        world.task().task(),
        world.sheet().component(),
        world.sheet().to(),
        world.secrets().open(world.params()),
        world.root(),
        world.stateDir(),
        world.release(),
        releases,
        services,
        new Programs(world.root(), world.taskFile(), this::writeTaskFile, world.output(), runner),
        this::fill,
        Step.own(world.sheet().backward()) instanceof Step.Builtin,
        gathering.map(PackageTransaction.class::cast),
        world.sheet().timeout(),
        this::say);
  }

  private Programs.Runner runner(TrackedProcess process) {
    return Builtins.repeats(step.use()) ? process::begin : once(process);
  }

  private Outcome perform(TrackedProcess process, BuiltinContext context)
      throws IOException, InterruptedException {
    try {
      if (Builtins.repeats(step.use())) {
        awaitPredecessor(process);
      }
      String message = Builtins.perform(step.use(), world.order().direction(), context);
      say(message);
      return Outcome.success(null, message);
    } catch (ActionFailed e) {
      return failure(e, e.exit().orElse(null));
    } catch (LostProgram e) {
      return Outcome.unknown(process.lost(step.use()));
    } catch (IOException e) {
      return failure(e, null);
    } catch (InterruptedException e) {
      if (!watchdog.fired()) {
        throw e;
      }
      String limit = Durations.text(world.sheet().timeout());
      return Outcome.failure(null, step.use() + ": timeout after " + limit, null);
    }
  }

  private void awaitPredecessor(TrackedProcess process) throws InterruptedException {
    Optional<Ending> before = process.before();
    if (before.isPresent() && before.get() instanceof Ending.Stopped) {
      throw new InterruptedException("the program of the agent before was ended");
    }
    trail.requireDelivery();
  }

  private static Programs.Runner once(TrackedProcess process) {
    return command -> {
      Optional<Ending> before = process.before();
      Ending ending = before.isPresent() ? before.get() : process.begin(command);
      if (ending instanceof Ending.Lost) {
        throw new LostProgram();
      }
      return ending;
    };
  }

  private Outcome failure(Exception e, Integer exit) {
    String error = step.use() + ": " + DiskTrouble.text(e, world.root());
    say(error);
    return exit != null && exit == ScriptAction.AGAIN
        ? new Outcome(Outcome.Next.AGAIN, exit, error, null)
        : Outcome.failure(exit, error, null);
  }

  private String fill(String text) throws ActionFailed {
    try {
      return world.references().fillTemplate(text, world.secrets());
    } catch (TaskRefused e) {
      throw new ActionFailed(e.getMessage());
    }
  }

  private void writeTaskFile() throws IOException {
    try {
      world.writeTaskFile();
    } catch (TaskRefused e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void say(String line) {
    try {
      world.makeWorkDir();
      Files.write(
          world.output(), List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      // the outcome tells the same; a full disk must not change it
    }
  }
}
