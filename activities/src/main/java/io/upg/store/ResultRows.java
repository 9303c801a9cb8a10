package io.upg.store;

import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The results of one commit as columns: one array each, for {@code unnest}. */
final class ResultRows {
  private record Result(String project, int run, NodeTaskReport report, TaskResult result) {}

  private record Grant(String project, int number, long grant) {}

  private final List<Result> results = new ArrayList<>();

  ResultRows(List<RunReports> group) {
    for (RunReports reports : group) {
      for (NodeTaskReport report : reports.reports()) {
        for (TaskResult result : report.results()) {
          results.add(new Result(reports.project(), reports.run(), report, result));
        }
      }
    }
  }

  int size() {
    return results.size();
  }

  /** Names of the projects, each once. */
  String[] projects() {
    return results.stream().map(Result::project).distinct().toArray(String[]::new);
  }

  /** In the order of {@code ResultStore.COMMIT}'s parameters. */
  Object[] columns() {
    return new Object[] {
      texts(r -> r.project),
      numbers(r -> r.run),
      numbers(r -> r.result.number()),
      results.stream().map(r -> r.report.grant()).toArray(Long[]::new),
      texts(r -> r.result.state().word()),
      firstOfTheirGrant(),
      texts(r -> r.report.host()),
      numbers(r -> r.result.exit()),
      texts(r -> clean(r.result.error())),
      texts(r -> clean(r.result.message())),
      texts(r -> clean(r.result.tail())),
      times(r -> r.result.startedAt()),
      times(r -> r.result.finishedAt())
    };
  }

  /** Two results of one grant in one commit: the first that arrived counts. */
  private Boolean[] firstOfTheirGrant() {
    Set<Grant> seen = new HashSet<>();
    return results.stream()
        .map(r -> seen.add(new Grant(r.project, r.result.number(), r.report.grant())))
        .toArray(Boolean[]::new);
  }

  /** PostgreSQL's text holds no NUL; one script's output must not spoil everybody's commit. */
  private static String clean(String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }

  private String[] texts(Function<Result, String> column) {
    return results.stream().map(column).toArray(String[]::new);
  }

  private Integer[] numbers(Function<Result, Integer> column) {
    return results.stream().map(column).toArray(Integer[]::new);
  }

  private Instant[] times(Function<Result, Instant> column) {
    return results.stream().map(column).toArray(Instant[]::new);
  }
}
