package io.upg.recorder;

import io.upg.store.RunReports;
import java.util.concurrent.CompletableFuture;

/** One call of the recorder on its way into PostgreSQL; done when all of its pieces are. */
final class Submission {
  private final RunReports reports;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  Submission(RunReports reports) {
    this.reports = reports;
  }

  RunReports reports() {
    return reports;
  }

  int results() {
    return reports.reports().stream().mapToInt(report -> report.results().size()).sum();
  }

  CompletableFuture<Void> done() {
    return done;
  }

  void fail(RuntimeException failure) {
    done.completeExceptionally(failure);
  }
}
