package io.upg.recorder;

import io.upg.contract.NodeTaskReport;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.contract.TaskResult;
import io.upg.plan.model.TaskState;
import io.upg.store.RunReports;
import io.upg.store.StoreHarness;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Hosts of the first batch of a run as a recorder knows them: each hands over one result, waits for
 * its commit, and hands over the next; what failed it hands over again, as Temporal does.
 */
final class Hosts {
  private final String project;
  private final List<NodeTaskReport> reports;
  private final Executor threads;

  private Hosts(String project, List<NodeTaskReport> reports, Executor threads) {
    this.project = project;
    this.reports = reports;
    this.threads = threads;
  }

  /** Starts the project's run, and grants its first batch. */
  static Hosts of(StoreHarness store, String project, Executor threads) {
    store.run(project);
    List<NodeTaskReport> reports = new ArrayList<>();
    for (Dispatch dispatch : store.send(project, 1, 1)) {
      reports.add(StoreHarness.report(dispatch, task -> TaskState.DONE));
    }
    return new Hosts(project, reports, threads);
  }

  /** Returns when the last result of the last host is committed. */
  void deliver(GroupCommit recorder) {
    CompletableFuture.allOf(
            reports.stream()
                .map(host -> next(recorder, host, host.results().iterator()))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  private CompletableFuture<Void> next(
      GroupCommit recorder, NodeTaskReport host, Iterator<TaskResult> results) {
    if (!results.hasNext()) {
      return CompletableFuture.completedFuture(null);
    }
    NodeTaskReport report = new NodeTaskReport(host.host(), host.grant(), List.of(results.next()));
    return untilTaken(recorder, report)
        .thenComposeAsync(done -> next(recorder, host, results), threads);
  }

  private CompletableFuture<Void> untilTaken(GroupCommit recorder, NodeTaskReport report) {
    return recorder
        .submit(new RunReports(project, 1, List.of(report)))
        .exceptionallyComposeAsync(away -> untilTaken(recorder, report), threads);
  }
}
