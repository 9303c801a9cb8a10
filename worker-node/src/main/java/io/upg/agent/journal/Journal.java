package io.upg.agent.journal;

import io.upg.agent.journal.Execution.Spawn;
import io.upg.agent.process.ProcessId;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.metrics.Metric;
import io.upg.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's memory of tasks. Thread-safe, and no interrupt cuts a line short; one agent at a time
 * holds it. What no order can ask for any more is left out when the file has grown.
 */
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final long COMPACT_FROM = 1024 * 1024;

  private record Name(String project, String task) {
    static Name of(TaskKey key) {
      return new Name(key.project(), key.task());
    }
  }

  private final Map<Name, TaskMemory> memory = new LinkedHashMap<>();
  private final long compactFrom;
  private JournalFile file;
  private long compactAt;
  private boolean closed;

  private Journal(long compactFrom) {
    this.compactFrom = compactFrom;
    this.compactAt = compactFrom;
  }

  /**
   * @throws IOException if another agent holds it, or a line that is not the last is damaged
   */
  public static Journal open(Path path) throws IOException {
    return open(path, COMPACT_FROM);
  }

  static Journal open(Path path, long compactFrom) throws IOException {
    Journal journal = new Journal(compactFrom);
    journal.file = JournalFile.open(path, journal::remember);
    return journal;
  }

  /**
   * Takes an order, unless a newer grant of one of its tasks is known.
   *
   * @return why it is stale, or empty where it was accepted
   */
  public synchronized Optional<String> accept(NodeTaskOrder order, Instant now) throws IOException {
    boolean known = true;
    for (TaskOrder task : order.tasks()) {
      long grant = memory(TaskKey.of(order, task)).newestGrant();
      if (grant > order.grant()) {
        return Optional.of(
            "Task '%s' was granted again: this order carries grant %d, host '%s' knows %d"
                .formatted(task.task(), order.grant(), order.host(), grant));
      }
      known &= grant == order.grant();
    }
    if (!known) {
      Moment.ACCEPTING.reached();
      write(
          new JournalLine.Accepted(
              order.project(),
              order.grant(),
              order.direction(),
              order.tasks().stream().map(TaskOrder::task).toList(),
              now),
          false);
      Moment.ACCEPTED.reached();
    }
    return Optional.empty();
  }

  /** What is known of a task under a grant. */
  public synchronized Execution execution(TaskKey key) {
    return memory(key).execution(key);
  }

  /** What was started and has not ended, and can go on. */
  public synchronized List<Execution> unfinished() {
    return memory.values().stream()
        .flatMap(task -> task.all().stream())
        .filter(Execution::canGoOn)
        .toList();
  }

  /**
   * The success that the task had in this direction under that grant or a later one, unless it was
   * started again since, either way.
   */
  public synchronized Optional<TaskResult> successSince(long grant, TaskKey key) {
    TaskMemory task = memory(key);
    long lastStarted = task.lastStarted().map(e -> e.key().grant()).orElse(0L);
    return task.lastSucceeded(key.direction())
        .filter(e -> e.key().grant() >= grant && e.key().grant() >= lastStarted)
        .map(Execution::result);
  }

  /** The task that asked for a reboot since then. */
  public synchronized Optional<String> askedForReboot(Instant since) {
    return memory.values().stream()
        .flatMap(task -> task.all().stream())
        .filter(execution -> execution.reboots().stream().anyMatch(r -> r.at().isAfter(since)))
        .map(execution -> execution.key().task())
        .findFirst();
  }

  /** Of this task, under whatever grant. */
  public synchronized Optional<Execution> lastStarted(TaskKey key) {
    return memory(key).lastStarted();
  }

  /** The script of this task that was seen last, under whatever grant. */
  public synchronized Optional<ProcessId> lastProcess(TaskKey key) {
    return lastStarted(key).flatMap(Execution::lastSpawn).map(Spawn::process);
  }

  /** The newer grant of this task that an order has brought, or empty. */
  public synchronized Optional<Long> newerGrant(TaskKey key) {
    return Optional.of(memory(key).newestGrant()).filter(grant -> grant > key.grant());
  }

  /**
   * Only when this returns may the task begin.
   *
   * @param durable whether it must be on the disk then; what begins with a process need not, since
   *     that is noted on the disk before it does anything
   * @return false where nothing was written, because a newer grant of the task is known
   */
  public synchronized boolean started(
      NodeTaskOrder order, TaskOrder task, Instant at, boolean durable) throws IOException {
    TaskKey key = TaskKey.of(order, task);
    if (newerGrant(key).isPresent()) {
      return false;
    }
    Moment.STARTING.reached();
    NodeTaskOrder alone =
        new NodeTaskOrder(
            order.project(),
            order.run(),
            order.host(),
            order.direction(),
            order.grant(),
            order.hostSheet(),
            List.of(List.of(task)));
    write(new JournalLine.Started(key, task.attempt(), task.sheet(), at, alone), durable);
    Moment.STARTED.reached();
    return true;
  }

  /**
   * On the disk when this returns: only then may the process begin with its work. A host that loses
   * its power must not forget it: what is not known is begun again.
   */
  public synchronized void spawned(TaskKey key, Spawn spawn) throws IOException {
    Moment.SPAWNING.reached();
    write(
        new JournalLine.Spawned(
            key, spawn.part(), spawn.number(), spawn.process(), spawn.boot(), spawn.at()),
        true);
    Moment.SPAWNED.reached();
  }

  /** On the disk when this returns: only then may the host be asked. */
  public synchronized void rebooting(TaskKey key, Execution.Reboot reboot) throws IOException {
    Moment.REBOOTING.reached();
    write(
        new JournalLine.Rebooting(key, reboot.part(), reboot.number(), reboot.boot(), reboot.at()),
        true);
    Moment.REBOOT_NOTED.reached();
  }

  /**
   * On the disk when this returns. Where the disk does not take it, this process at least answers
   * with it as long as it lives.
   */
  public synchronized void ended(TaskKey key, TaskResult result) throws IOException {
    Moment.ENDING.reached();
    JournalLine line = new JournalLine.Ended(key, result);
    try {
      write(line, true);
    } catch (IOException e) {
      remember(line);
      throw e;
    }
    Moment.ENDED.reached();
  }

  /** Whether it takes nothing any more. */
  public synchronized boolean closed() {
    return closed;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    file.close();
  }

  private void write(JournalLine line, boolean durable) throws IOException {
    if (file.length() > compactAt) {
      compact();
    }
    file.append(line, durable);
    Metrics.add(Metric.JOURNAL_WRITES, 1);
    remember(line);
  }

  private void compact() {
    try {
      file.replace(lines());
    } catch (IOException e) {
      LOG.warn("the journal could not be compacted and goes on growing: {}", e.getMessage());
    }
    compactAt = Math.max(compactFrom, 2 * file.length());
  }

  private List<JournalLine> lines() {
    Set<JournalLine> accepted = new LinkedHashSet<>();
    List<JournalLine> lines = new ArrayList<>();
    for (TaskMemory task : memory.values()) {
      task.newest().ifPresent(accepted::add);
      task.all().forEach(execution -> lines.addAll(execution.lines()));
    }
    lines.addAll(0, accepted);
    return lines;
  }

  private void remember(JournalLine line) {
    if (line instanceof JournalLine.Accepted accepted) {
      for (String task : accepted.tasks()) {
        memory(new Name(accepted.project(), task)).accept(accepted);
      }
    } else if (line instanceof JournalLine.Started started) {
      memory(started.key()).change(started.key(), e -> e.with(started));
    } else if (line instanceof JournalLine.Spawned spawned) {
      memory(spawned.key()).change(spawned.key(), e -> e.with(spawned));
    } else if (line instanceof JournalLine.Rebooting rebooting) {
      memory(rebooting.key()).change(rebooting.key(), e -> e.with(rebooting));
    } else if (line instanceof JournalLine.Ended ended) {
      memory(ended.key()).change(ended.key(), e -> e.with(ended.result()));
    }
  }

  private TaskMemory memory(TaskKey key) {
    return memory(Name.of(key));
  }

  private TaskMemory memory(Name name) {
    return memory.computeIfAbsent(name, n -> new TaskMemory());
  }
}
