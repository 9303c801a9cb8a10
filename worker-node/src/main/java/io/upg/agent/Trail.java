package io.upg.agent;

import io.upg.agent.journal.Execution;
import io.upg.agent.journal.Execution.Reboot;
import io.upg.agent.journal.Execution.Spawn;
import io.upg.agent.journal.Journal;
import io.upg.agent.journal.TaskKey;
import io.upg.agent.process.ProcessId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The way that one part of a task has gone so far, by the journal: what an agent that died has
 * begun is looked up, and not begun again.
 *
 * @param part which one of a series, from 0
 * @param stop whose demand ends its processes
 * @param mortal whether its processes end with the agent
 * @param delivered whether something may begin
 */
record Trail(
    Journal journal,
    TaskKey key,
    int part,
    HostPower power,
    Clock clock,
    Stop stop,
    boolean mortal,
    boolean delivered) {

  Trail ofPart(int other) {
    return new Trail(journal, key, other, power, clock, stop, mortal, delivered);
  }

  Optional<Spawn> spawn(int number) {
    return execution().spawn(part, number);
  }

  /** Of the try's timeout; all of it where it has not begun. */
  Duration left(int number, Duration timeout) {
    return spawn(number)
        .map(spawn -> timeout.minus(Duration.between(spawn.at(), clock.instant())))
        .orElse(timeout);
  }

  void spawned(int number, ProcessId process) throws IOException {
    journal.spawned(key, new Spawn(part, number, process, power.boot(), clock.instant()));
  }

  /** Why a process that nobody saw end is gone, as the middle of a sentence. */
  String fate(Spawn spawn) throws IOException {
    if (spawn.boot().equals(power.boot())) {
      return "its process %d was killed".formatted(spawn.process().pid());
    }
    return journal
        .askedForReboot(spawn.at())
        .map(task -> "the host was rebooted for %s while it ran".formatted(task))
        .orElse("the host went down while it ran, and no task had asked for that");
  }

  /** Called before anything is begun. */
  void requireDelivery() {
    if (!delivered) {
      throw new AwaitsDelivery();
    }
  }

  /** Whether an interrupt is to end the processes, too. */
  boolean endsProcesses() {
    return mortal || stop.demanded();
  }

  /**
   * Reboots the host once for this try, however often this is called: returns when the host is back
   * from it.
   *
   * @return false where it did not go down within the limit
   * @throws IOException if it cannot be asked to
   */
  boolean reboot(int number, Duration limit) throws IOException, InterruptedException {
    Optional<Reboot> asked = execution().reboot(part, number);
    if (asked.isPresent() && !asked.get().boot().equals(power.boot())) {
      return true;
    }
    requireDelivery();
    if (asked.isEmpty()) {
      journal.rebooting(key, new Reboot(part, number, power.boot(), clock.instant()));
    }
    power.reboot();
    TimeUnit.MILLISECONDS.sleep(limit.toMillis());
    return false;
  }

  private Execution execution() {
    return journal.execution(key);
  }
}
