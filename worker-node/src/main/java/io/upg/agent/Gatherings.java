package io.upg.agent;

import io.upg.agent.builtin.Builtins;
import io.upg.agent.journal.Journal;
import io.upg.agent.journal.TaskKey;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.plan.model.Step;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The package transactions that gather on one host. */
final class Gatherings {
  private final Journal journal;
  private final TaskWorlds worlds;
  private final Map<Key, Gathering> open = new HashMap<>();

  /** A group, by its first task, and the kind of its packages. */
  private record Key(TaskKey first, String kind) {}

  Gatherings(Journal journal, TaskWorlds worlds) {
    this.journal = journal;
    this.worlds = worlds;
  }

  /** The one that a task is part of; empty where it acts alone. */
  synchronized Optional<Gathering> of(TaskWorld world) throws IOException, InterruptedException {
    Optional<String> kind = kind(world);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    List<TaskOrder> group = group(world);
    Key key = new Key(TaskKey.of(world.order(), group.get(0)), kind.get());
    Gathering known = open.get(key);
    if (known == null) {
      known = new Gathering(expected(world.order(), group, kind));
      open.put(key, known);
    }
    known.announce(world.task().task());
    return Optional.of(known);
  }

  synchronized void leave(TaskWorld world, Gathering gathering) {
    if (gathering.leave(world.task().task())) {
      open.values().remove(gathering);
    }
  }

  private Map<String, BooleanSupplier> expected(
      NodeTaskOrder order, List<TaskOrder> group, Optional<String> kind)
      throws IOException, InterruptedException {
    Map<String, BooleanSupplier> expected = new HashMap<>();
    for (TaskOrder task : group) {
      try {
        if (kind(worlds.make(order, task)).equals(kind)) {
          TaskKey key = TaskKey.of(order, task);
          expected.put(task.task(), () -> over(key));
        }
      } catch (TaskRefused refused) {
        // it says so itself, and never comes
      }
    }
    return expected;
  }

  private boolean over(TaskKey key) {
    return journal.execution(key).ended() || journal.newerGrant(key).isPresent();
  }

  private static Optional<String> kind(TaskWorld world) {
    return Step.own(world.step()) instanceof Step.Builtin builtin
        ? Builtins.transaction(builtin.use(), world.params())
        : Optional.empty();
  }

  private static List<TaskOrder> group(TaskWorld world) {
    return world.order().groups().stream()
        .filter(group -> group.contains(world.task()))
        .findFirst()
        .orElseThrow();
  }
}
