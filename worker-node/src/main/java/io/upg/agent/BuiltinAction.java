package io.upg.agent;

import io.upg.agent.artifact.Releases;
import io.upg.agent.builtin.ActionFailed;
import io.upg.agent.builtin.BuiltinContext;
import io.upg.agent.builtin.Builtins;
import io.upg.agent.builtin.PackageTransaction;
import io.upg.agent.builtin.Programs;
import io.upg.agent.builtin.Services;
import io.upg.agent.builtin.Turns;
import io.upg.agent.process.ProcessId;
import io.upg.plan.model.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A built-in, in the agent's own process; its timeout interrupts it. */
final class BuiltinAction implements Action {
  private final TaskWorld world;
  private final Step.Builtin step;
  private final Releases releases;
  private final Services services;
  private final Turns turns;
  private final Gatherings gatherings;
  private final Watchdogs watchdogs;
  private final Consumer<ProcessId> spawned;

  BuiltinAction(
      TaskWorld world,
      Step.Builtin step,
      Releases releases,
      Services services,
      Turns turns,
      Gatherings gatherings,
      Watchdogs watchdogs,
      Consumer<ProcessId> spawned) {
    this.world = world;
    this.step = step;
    this.releases = releases;
    this.services = services;
    this.turns = turns;
    this.gatherings = gatherings;
    this.watchdogs = watchdogs;
    this.spawned = spawned;
  }

  @Override
  public void prepare() {
    // a built-in gets itself what it needs
  }

  @Override
  public Outcome once() throws IOException, InterruptedException {
    if (world.mode().dryRun() && !step.use().startsWith("check.")) {
      String message = "would do %s %s".formatted(step.use(), world.params());
      say(message);
      return Outcome.success(null, message);
    }
    Optional<Gathering> gathering = gatherings.of(world);
    BuiltinContext context =
        new BuiltinContext(
            world.task().task(),
            world.sheet().component(),
            world.sheet().to(),
            world.params(),
            world.root(),
            world.stateDir(),
            world.release(),
            releases,
            services,
            new Programs(
                world.root(), world.taskFile(), world::writeTaskFile, world.output(), spawned),
            this::fill,
            Step.own(world.sheet().backward()) instanceof Step.Builtin,
            gathering.map(PackageTransaction.class::cast),
            world.sheet().timeout(),
            this::say);
    gathering.ifPresent(all -> all.arrive(context));
    Turns.Turn turn = null;
    try {
      turn = turns.take(step.use(), world.task().task(), this::say);
      return watched(context);
    } finally {
      if (turn != null) {
        turn.close();
      }
      gathering.ifPresent(all -> gatherings.leave(world, all));
    }
  }

  private Outcome watched(BuiltinContext context) throws InterruptedException {
    try (Watchdogs.Watchdog watchdog = watchdogs.after(world.sheet().timeout())) {
      return perform(context, watchdog);
    }
  }

  private Outcome perform(BuiltinContext context, Watchdogs.Watchdog watchdog)
      throws InterruptedException {
    try {
      String message = Builtins.perform(step.use(), world.order().direction(), context);
      say(message);
      return Outcome.success(null, message);
    } catch (ActionFailed e) {
      return failure(e, e.exit().orElse(null));
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

  private Outcome failure(Exception e, Integer exit) {
    String error = step.use() + ": " + reason(e);
    say(error);
    return exit != null && exit == ScriptAction.AGAIN
        ? new Outcome(Outcome.Next.AGAIN, exit, error, null)
        : Outcome.failure(exit, error, null);
  }

  private String fill(String text) throws ActionFailed {
    try {
      return world.references().fillTemplate(text);
    } catch (TaskRefused e) {
      throw new ActionFailed(e.getMessage());
    }
  }

  private static String reason(Exception e) {
    boolean bare = e.getMessage() == null || e.getClass().getPackageName().equals("java.nio.file");
    return bare ? e.toString() : e.getMessage();
  }

  private void say(String line) {
    try {
      Files.createDirectories(world.workDir());
      Files.write(
          world.output(), List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      // the outcome tells the same; a full disk must not change it
    }
  }
}
