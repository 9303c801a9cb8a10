package io.upg.taskbench;

import io.upg.agent.BenchMode;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import io.upg.taskbench.CheckResult.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The contract of every action of a release, in the order in which they are written: each finds the
 * host as those before it leave it.
 */
public final class ReleaseCheck {
  private final Scratch host;
  private final Consumer<TaskReport> told;

  /**
   * @param host as it is before the upgrade; it goes through it
   * @param told each report as soon as it is there
   */
  public ReleaseCheck(Scratch host, Consumer<TaskReport> told) {
    this.host = host;
    this.told = told;
  }

  public List<TaskReport> of(List<BenchTask> tasks) throws IOException, InterruptedException {
    List<TaskReport> reports = new ArrayList<>();
    Optional<String> stopped = Optional.empty();
    for (BenchTask task : tasks) {
      TaskReport report =
          stopped.isPresent() ? notReached(task, stopped.get()) : ContractCheck.of(task, host);
      reports.add(report);
      told.accept(report);
      if (stopped.isEmpty() && !(report.ran() && walk(task))) {
        stopped = Optional.of(task.sheet().action());
      }
    }
    return reports;
  }

  /** Brings the host one action further. */
  private boolean walk(BenchTask task) throws IOException, InterruptedException {
    try (BenchHost walked =
        BenchHost.open(host.root(), host.agent(), task.host(), true, BenchMode.NONE)) {
      TaskResult result = walked.start(task, Direction.RUN).await();
      return result.state() == TaskState.DONE;
    }
  }

  private static TaskReport notReached(BenchTask task, String failed) {
    CheckResult result =
        new CheckResult(
            ContractCheck.RUN,
            Verdict.SKIPPED,
            "action '%s' comes before it and fails".formatted(failed),
            List.of(),
            Duration.ZERO);
    return TaskReport.notRun(task, result);
  }
}
