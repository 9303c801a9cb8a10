package io.upg.workflow;

import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.RecorderActivities;
import io.upg.contract.TaskResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Hands a shard's reports to the recorder, one call at a time, with what has come in meanwhile. A
 * call costs the server as much as a node task does, so a report waits a little for others, and
 * only the last one of all goes at once.
 */
final class Recording {
  /** What one call may weigh; a payload may be 2 MiB, but a history keeps every one of them. */
  static final int MAX_BYTES = 128 * 1024;

  private final String project;
  private final int run;
  private final int expected;
  private final long patience;
  private final Pulse pulse;
  private final Deque<NodeTaskReport> waiting = new ArrayDeque<>();
  private boolean busy;
  private RuntimeException failure;
  private long due;
  private int answered;
  private int recorded;
  private int tasks;
  private int failed;

  /**
   * @param expected how many reports will come
   * @param patience how long a report waits for others, up to the next beat
   */
  Recording(String project, int run, int expected, Duration patience, Pulse pulse) {
    this.project = project;
    this.run = run;
    this.expected = expected;
    this.patience = patience.toMillis();
    this.pulse = pulse;
    pulse.onBeat(this::handOverWhenDue);
    describe();
  }

  /** A beat has to follow. */
  void add(NodeTaskReport report) {
    answered++;
    tasks += report.results().size();
    failed += (int) report.results().stream().filter(result -> result.state().failed()).count();
    if (waiting.isEmpty()) {
      due = Workflow.currentTimeMillis() + patience;
    }
    waiting.add(report);
  }

  /** Whether every expected report is committed, or none can be any more. */
  boolean ended() {
    return recorded == expected || failure != null;
  }

  /** Returns when every expected report is committed. */
  void await() {
    Workflow.await(this::ended);
    if (failure != null) {
      throw failure;
    }
  }

  ShardCounts counts(int deliveries) {
    return new ShardCounts(expected, deliveries, tasks, failed);
  }

  private void handOverWhenDue() {
    describe();
    if (busy || waiting.isEmpty()) {
      return;
    }
    if (answered == expected || due <= Workflow.currentTimeMillis()) {
      handOver();
    } else {
      pulse.need(due);
    }
  }

  private void handOver() {
    busy = true;
    List<NodeTaskReport> group = next();
    RecorderActivities recorder = Stubs.recorder("results of " + group.size() + " node tasks");
    Async.procedure(recorder::record, project, run, group)
        .handle((done, problem) -> recorded(group.size(), problem));
  }

  private Void recorded(int reports, RuntimeException problem) {
    busy = false;
    if (problem != null) {
      failure = problem;
      return null;
    }
    recorded += reports;
    pulse.beat();
    return null;
  }

  private List<NodeTaskReport> next() {
    List<NodeTaskReport> group = new ArrayList<>();
    int bytes = 0;
    while (!waiting.isEmpty()) {
      bytes += weight(waiting.peek());
      if (bytes > MAX_BYTES && !group.isEmpty()) {
        break;
      }
      group.add(waiting.remove());
    }
    return group;
  }

  /** At least the report's size as JSON. */
  private static int weight(NodeTaskReport report) {
    return 100 + report.results().stream().mapToInt(Recording::weight).sum();
  }

  private static int weight(TaskResult result) {
    return 250
        + weight(result.task())
        + weight(result.error())
        + weight(result.message())
        + weight(result.tail());
  }

  private static int weight(String text) {
    return text == null ? 0 : text.chars().map(Recording::weight).sum();
  }

  private static int weight(int character) {
    if (character < ' ') {
      return 6;
    }
    if (character == '"' || character == '\\') {
      return 2;
    }
    return character < 0x80 ? 1 : 3;
  }

  private void describe() {
    Workflow.setCurrentDetails(
        "%d of %d node tasks answered, %d recorded in PostgreSQL."
            .formatted(answered, expected, recorded));
  }
}
