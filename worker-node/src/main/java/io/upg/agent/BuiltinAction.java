package io.upg.agent;

import io.upg.agent.artifact.Releases;
import io.upg.agent.builtin.ActionFailed;
import io.upg.agent.builtin.BuiltinContext;
import io.upg.agent.builtin.Builtins;
import io.upg.agent.builtin.Services;
import io.upg.plan.model.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A built-in, in the agent's own process; its timeout interrupts it. */
final class BuiltinAction implements Action {
  private final TaskWorld world;
  private final Step.Builtin step;
  private final Releases releases;
  private final Services services;
  private final Watchdogs watchdogs;

  BuiltinAction(
      TaskWorld world,
      Step.Builtin step,
      Releases releases,
      Services services,
      Watchdogs watchdogs) {
    this.world = world;
    this.step = step;
    this.releases = releases;
    this.services = services;
    this.watchdogs = watchdogs;
  }

  @Override
  public void prepare() {
    // a built-in gets itself what it needs
  }

  @Override
  public Outcome once() throws InterruptedException {
    BuiltinContext context =
        new BuiltinContext(
            world.sheet().component(),
            world.sheet().to(),
            world.params(),
            world.root(),
            world.stateDir(),
            world.release(),
            releases,
            services,
            world.sheet().timeout(),
            this::say);
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
    } catch (ActionFailed | IOException e) {
      String error = step.use() + ": " + reason(e);
      say(error);
      return Outcome.failure(null, error, null);
    } catch (InterruptedException e) {
      if (!watchdog.fired()) {
        throw e;
      }
      String limit = Durations.text(world.sheet().timeout());
      return Outcome.failure(null, step.use() + ": timeout after " + limit, null);
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
