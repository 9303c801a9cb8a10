package io.upg.agent.journal;

import io.upg.agent.process.ProcessId;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One task under one grant: what happened so far.
 *
 * @param startedAt null where it was not started
 * @param order with this task only; null where it was not started, or by an agent of the first
 *     version
 * @param spawns tries of its scripts, in their order
 * @param result null while it has not ended
 */
public record Execution(
    TaskKey key,
    Instant startedAt,
    NodeTaskOrder order,
    List<Spawn> spawns,
    List<Reboot> reboots,
    TaskResult result) {

  /** One try of one of its scripts. */
  public record Spawn(int part, int number, ProcessId process, String boot, Instant at) {}

  /** A reboot that it wants. */
  public record Reboot(int part, int number, String boot, Instant at) {}

  public Execution {
    spawns = List.copyOf(spawns);
    reboots = List.copyOf(reboots);
  }

  static Execution none(TaskKey key) {
    return new Execution(key, null, null, List.of(), List.of(), null);
  }

  public boolean started() {
    return startedAt != null;
  }

  public boolean ended() {
    return result != null;
  }

  /** Whether an agent can go on with it: one of the first version did not say what it began. */
  public boolean canGoOn() {
    return started() && !ended() && order != null;
  }

  public boolean succeeded() {
    return ended() && (result.state() == TaskState.DONE || result.state() == TaskState.ROLLED_BACK);
  }

  public Optional<Spawn> spawn(int part, int number) {
    return spawns.stream().filter(s -> s.part() == part && s.number() == number).findFirst();
  }

  public Optional<Spawn> lastSpawn() {
    return spawns.isEmpty() ? Optional.empty() : Optional.of(spawns.get(spawns.size() - 1));
  }

  public Optional<Reboot> reboot(int part, int number) {
    return reboots.stream().filter(r -> r.part() == part && r.number() == number).findFirst();
  }

  Execution with(JournalLine.Started line) {
    return new Execution(key, line.at(), line.order(), spawns, reboots, result);
  }

  /** A try that never began is made again: the newer process counts. */
  Execution with(JournalLine.Spawned line) {
    if (line.number() == 0) {
      ProcessId process = line.process();
      return with(
          new JournalLine.Spawned(key, 0, spawns.size() + 1, process, process.boot(), startedAt));
    }
    List<Spawn> all = new ArrayList<>(spawns);
    all.removeIf(s -> s.part() == line.part() && s.number() == line.number());
    all.add(new Spawn(line.part(), line.number(), line.process(), line.boot(), line.at()));
    return new Execution(key, startedAt, order, all, reboots, result);
  }

  Execution with(JournalLine.Rebooting line) {
    List<Reboot> all = new ArrayList<>(reboots);
    all.add(new Reboot(line.part(), line.number(), line.boot(), line.at()));
    return new Execution(key, startedAt, order, spawns, all, result);
  }

  Execution with(TaskResult end) {
    return new Execution(key, startedAt, order, spawns, reboots, end);
  }

  /** From which it can be read again. */
  List<JournalLine> lines() {
    List<JournalLine> lines = new ArrayList<>();
    if (started()) {
      Optional<TaskOrder> task = Optional.ofNullable(order).map(o -> o.tasks().get(0));
      int attempt = task.map(TaskOrder::attempt).orElse(0);
      String sheet = task.map(TaskOrder::sheet).orElse(null);
      lines.add(new JournalLine.Started(key, attempt, sheet, startedAt, order));
    }
    spawns.forEach(
        s ->
            lines.add(
                new JournalLine.Spawned(key, s.part(), s.number(), s.process(), s.boot(), s.at())));
    reboots.forEach(
        r -> lines.add(new JournalLine.Rebooting(key, r.part(), r.number(), r.boot(), r.at())));
    if (ended()) {
      lines.add(new JournalLine.Ended(key, result));
    }
    return lines;
  }
}
