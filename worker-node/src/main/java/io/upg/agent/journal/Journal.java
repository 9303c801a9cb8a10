package io.upg.agent.journal;

import io.upg.agent.process.ProcessId;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.metrics.Metric;
import io.upg.metrics.Metrics;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The host's memory of tasks. Thread-safe; one agent at a time holds the file. */
public final class Journal implements AutoCloseable {

  /**
   * A task that was started under its key.
   *
   * @param process null where no script of it was seen running
   */
  public record Start(Instant at, ProcessId process) {}

  private record Name(String project, String task) {
    static Name of(TaskKey key) {
      return new Name(key.project(), key.task());
    }
  }

  private record Way(Name name, Direction direction) {
    static Way of(TaskKey key) {
      return new Way(Name.of(key), key.direction());
    }
  }

  private final Map<TaskKey, Start> starts = new HashMap<>();
  private final Map<TaskKey, TaskResult> ends = new HashMap<>();
  private final Map<Name, Long> newest = new HashMap<>();
  private final Map<Name, ProcessId> processes = new HashMap<>();
  private final Map<Name, TaskKey> lastStarted = new HashMap<>();
  private final Map<Way, TaskKey> lastSucceeded = new HashMap<>();
  private JournalFile file;

  private Journal() {}

  /**
   * @throws IOException if another agent holds it, or a line that is not the last is damaged
   */
  public static Journal open(Path path) throws IOException {
    Journal journal = new Journal();
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
      long grant = newest.getOrDefault(new Name(order.project(), task.task()), 0L);
      if (grant > order.grant()) {
        return Optional.of(
            "Task '%s' was granted again: this order carries grant %d, host '%s' knows %d"
                .formatted(task.task(), order.grant(), order.host(), grant));
      }
      known &= grant == order.grant();
    }
    if (!known) {
      write(
          new JournalLine.Accepted(
              order.project(),
              order.grant(),
              order.direction(),
              order.tasks().stream().map(TaskOrder::task).toList(),
              now),
          false);
    }
    return Optional.empty();
  }

  /** The recorded answer. */
  public synchronized Optional<TaskResult> end(TaskKey key) {
    return Optional.ofNullable(ends.get(key));
  }

  public synchronized Optional<Start> start(TaskKey key) {
    return Optional.ofNullable(starts.get(key));
  }

  /**
   * The success that the task had in this direction under that grant or a later one, unless it was
   * started again since, either way.
   */
  public synchronized Optional<TaskResult> successSince(long grant, TaskKey key) {
    TaskKey succeeded = lastSucceeded.get(Way.of(key));
    if (succeeded == null || succeeded.grant() < grant) {
      return Optional.empty();
    }
    TaskKey started = lastStarted.get(Name.of(key));
    boolean again = started != null && started.grant() > succeeded.grant();
    return again ? Optional.empty() : Optional.of(ends.get(succeeded));
  }

  /** The script of this task that was seen last, under whatever grant. */
  public synchronized Optional<ProcessId> lastProcess(TaskKey key) {
    return Optional.ofNullable(processes.get(Name.of(key)));
  }

  /** The newer grant of this task that an order has brought, or empty. */
  public synchronized Optional<Long> newerGrant(TaskKey key) {
    return Optional.ofNullable(newest.get(Name.of(key))).filter(grant -> grant > key.grant());
  }

  /**
   * On the disk when this returns: only then may the task begin.
   *
   * @return false where nothing was written, because a newer grant of the task is known
   */
  public synchronized boolean started(TaskKey key, int attempt, String sheet, Instant at)
      throws IOException {
    if (newerGrant(key).isPresent()) {
      return false;
    }
    write(new JournalLine.Started(key, attempt, sheet, at), true);
    return true;
  }

  public synchronized void spawned(TaskKey key, ProcessId process) throws IOException {
    write(new JournalLine.Spawned(key, process), false);
  }

  /**
   * On the disk when this returns. Where the disk does not take it, this process at least answers
   * with it as long as it lives.
   */
  public synchronized void ended(TaskKey key, TaskResult result) throws IOException {
    rememberEnd(key, result);
    write(new JournalLine.Ended(key, result), true);
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }

  private void write(JournalLine line, boolean durable) throws IOException {
    file.append(line, durable);
    Metrics.add(Metric.JOURNAL_WRITES, 1);
    remember(line);
  }

  private void remember(JournalLine line) {
    if (line instanceof JournalLine.Accepted accepted) {
      for (String task : accepted.tasks()) {
        newest.merge(new Name(accepted.project(), task), accepted.grant(), Math::max);
      }
    } else if (line instanceof JournalLine.Started started) {
      starts.put(started.key(), new Start(started.at(), null));
      lastStarted.put(Name.of(started.key()), started.key());
    } else if (line instanceof JournalLine.Spawned spawned) {
      TaskKey key = spawned.key();
      starts.computeIfPresent(key, (k, s) -> new Start(s.at(), spawned.process()));
      processes.put(Name.of(key), spawned.process());
    } else if (line instanceof JournalLine.Ended ended) {
      rememberEnd(ended.key(), ended.result());
    }
  }

  private void rememberEnd(TaskKey key, TaskResult result) {
    ends.put(key, result);
    if (result.state() == TaskState.DONE || result.state() == TaskState.ROLLED_BACK) {
      lastSucceeded.put(Way.of(key), key);
    }
  }
}
