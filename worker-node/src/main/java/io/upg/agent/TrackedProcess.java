package io.upg.agent;

import io.upg.agent.journal.Execution.Spawn;
import io.upg.agent.journal.Moment;
import io.upg.agent.process.Command;
import io.upg.agent.process.Ending;
import io.upg.agent.process.ScriptProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The process of one try, which the journal knows: an agent finds the one that its predecessor
 * began.
 *
 * @param ends whether an interrupt is to end it; else it goes on without the agent
 */
record TrackedProcess(
    Trail trail, int number, ScriptProcess process, Duration timeout, BooleanSupplier ends) {

  static TrackedProcess of(
      TaskWorld world, Trail trail, int number, Duration timeout, BooleanSupplier ends) {
    String exit = "exit-%d-%d".formatted(trail.part(), number);
    ScriptProcess process =
        new ScriptProcess(
            TaskWorld.mark(world.workDir()), world.workDir().resolve(exit), world.output());
    return new TrackedProcess(trail, number, process, timeout, ends);
  }

  /** How the predecessor's ended, once it has; empty where it began nothing. */
  Optional<Ending> before() throws InterruptedException {
    Optional<Spawn> spawn = trail.spawn(number);
    if (spawn.isEmpty()) {
      return Optional.empty();
    }
    Ending ending;
    try {
      ending = process.join(spawn.get().process(), timeout, trail.left(number, timeout));
    } catch (InterruptedException e) {
      ending = interrupted(e);
    }
    return ending instanceof Ending.NotStarted ? Optional.empty() : Optional.of(ending);
  }

  Ending begin(Command command) throws InterruptedException {
    trail.requireDelivery();
    try {
      return process.run(
          command, timeout, id -> trail.spawned(number, id), Moment.RUNNING::reached);
    } catch (InterruptedException e) {
      return interrupted(e);
    }
  }

  /** What can be said of one whose end nobody saw. */
  String lost(String subject) throws IOException {
    Spawn spawn = trail.spawn(number).orElseThrow();
    List<Long> left = process.tree(spawn.process()).pids();
    String alive = left.isEmpty() ? "" : "; its processes %s still run".formatted(left);
    return "%s was started at %s, and %s%s: whether it finished cannot be known. Look at the host and at its output so far, then retry, skip or roll back"
        .formatted(subject, spawn.at(), trail.fate(spawn), alive);
  }

  private Ending interrupted(InterruptedException e) throws InterruptedException {
    if (!ends.getAsBoolean()) {
      throw e;
    }
    trail.spawn(number).ifPresent(spawn -> process.end(spawn.process()));
    return new Ending.Stopped();
  }
}
