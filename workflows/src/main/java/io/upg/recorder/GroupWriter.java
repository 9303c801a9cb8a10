package io.upg.recorder;

import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.store.RunReports;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one group: in one commit, or, where PostgreSQL does not take it as it is, in halves, until
 * the result that it does not take is alone. So no result sinks its neighbours. That one is then
 * stored without its texts: its state is what the gate waits for.
 */
final class GroupWriter {
  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

  /**
   * @param away why PostgreSQL could not be asked; null where it was
   */
  record Outcome(RuntimeException away) {}

  /** Reports of one submission: all of them, or a part. */
  private record Piece(Submission owner, RunReports reports) {}

  private final Committer store;
  private final Deque<List<Piece>> todo = new ArrayDeque<>();

  GroupWriter(Committer store) {
    this.store = store;
  }

  /** Completes or fails every submission. Throws nothing. */
  Outcome write(List<Submission> group) {
    todo.push(group.stream().map(s -> new Piece(s, s.reports())).toList());
    while (!todo.isEmpty()) {
      List<Piece> part = todo.pop();
      RuntimeException failure = commit(part);
      if (failure == null) {
        continue;
      }
      if (PostgresAway.says(failure)) {
        group.forEach(submission -> submission.fail(failure));
        return new Outcome(failure);
      }
      narrow(part, failure);
    }
    // Those that failed stay failed.
    group.forEach(submission -> submission.done().complete(null));
    return new Outcome(null);
  }

  private RuntimeException commit(List<Piece> part) {
    try {
      store.commit(part.stream().map(Piece::reports).toList());
      return null;
    } catch (RuntimeException failure) {
      return failure;
    }
  }

  private void narrow(List<Piece> part, RuntimeException failure) {
    List<Piece> finer = part.size() > 1 ? part : split(part.get(0));
    if (finer.size() == 1) {
      storeWithoutTexts(finer.get(0), failure);
      return;
    }
    int middle = finer.size() / 2;
    todo.push(finer.subList(middle, finer.size()));
    todo.push(finer.subList(0, middle));
  }

  /** By report, then by result. */
  private static List<Piece> split(Piece piece) {
    RunReports reports = piece.reports();
    List<NodeTaskReport> parts =
        reports.reports().size() > 1 ? reports.reports() : byResult(reports.reports());
    return parts.stream().map(part -> new Piece(piece.owner(), with(reports, part))).toList();
  }

  private static List<NodeTaskReport> byResult(List<NodeTaskReport> reports) {
    List<NodeTaskReport> parts = new ArrayList<>();
    for (NodeTaskReport report : reports) {
      report.results().forEach(r -> parts.add(report.with(List.of(r))));
    }
    return parts;
  }

  private void storeWithoutTexts(Piece piece, RuntimeException failure) {
    NodeTaskReport report = piece.reports().reports().get(0);
    TaskResult result = report.results().get(0);
    LOG.warn(
        "project={} host={} task={} result not stored as it came: {}",
        piece.reports().project(),
        report.host(),
        result.task(),
        failure.getMessage());
    RunReports bare = with(piece.reports(), report.with(List.of(bare(result))));
    RuntimeException second = commit(List.of(new Piece(piece.owner(), bare)));
    if (second != null) {
      piece.owner().fail(second);
    }
  }

  private static TaskResult bare(TaskResult result) {
    return new TaskResult(
        result.number(),
        result.task(),
        result.state(),
        result.exit(),
        "what task "
            + result.task()
            + " said could not be stored in PostgreSQL; its output is on the host",
        null,
        null,
        result.startedAt(),
        result.finishedAt());
  }

  private static RunReports with(RunReports reports, NodeTaskReport only) {
    return new RunReports(reports.project(), reports.run(), List.of(only));
  }
}
