package io.upg.recorder;

import io.upg.contract.TaskResult;
import io.upg.store.RunReports;
import io.upg.store.StoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Takes whole groups, or nothing of one: as the store does. */
final class FakePostgres implements Committer {
  private final List<List<String>> commits = new ArrayList<>();
  private final List<TaskResult> stored = new ArrayList<>();
  private String sqlState;
  private int attempts;

  /** Every commit fails so, until it is null. */
  void failing(String sqlState) {
    this.sqlState = sqlState;
  }

  @Override
  public void commit(List<RunReports> group) {
    attempts++;
    if (sqlState != null) {
      throw failure(sqlState);
    }
    List<TaskResult> results = group.stream().flatMap(FakePostgres::results).toList();
    if (results.stream().anyMatch(r -> "lost".equals(r.task()) || "poison".equals(r.tail()))) {
      throw failure("22021");
    }
    stored.addAll(results);
    commits.add(results.stream().map(TaskResult::task).toList());
  }

  static Stream<TaskResult> results(RunReports reports) {
    return reports.reports().stream().flatMap(report -> report.results().stream());
  }

  private static StoreException failure(String sqlState) {
    return new StoreException("refused: " + sqlState, new SQLException("refused", sqlState));
  }

  /** The tasks of each commit that succeeded. */
  List<List<String>> commits() {
    return commits;
  }

  List<TaskResult> stored() {
    return stored;
  }

  int attempts() {
    return attempts;
  }
}
