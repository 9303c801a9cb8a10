package io.upg.taskbench;

import io.upg.plan.problem.Problem;
import io.upg.taskbench.CheckResult.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the contract check found of one task.
 *
 * @param task its id
 * @param title {@code convert of keystone 2025.1}
 * @param results in the order in which they were checked
 * @param output what the script wrote when it was run first
 * @param calls that the script made when it was run first
 * @param ms how long that took
 */
public record TaskReport(
    String task,
    String component,
    String action,
    String title,
    List<CheckResult> results,
    String output,
    List<Call> calls,
    double ms) {
  private static final String SCHEMA = "schema";

  public TaskReport {
    results = List.copyOf(results);
    calls = List.copyOf(calls);
  }

  /** Of a release's component.yaml and what it names. */
  public static TaskReport ofDefinition(String release, List<Problem> problems) {
    String message = problems.stream().map(Problem::text).collect(Collectors.joining("\n"));
    Verdict verdict = problems.isEmpty() ? Verdict.OK : Verdict.BROKEN;
    CheckResult result = new CheckResult(SCHEMA, verdict, message, List.of(), Duration.ZERO);
    return withoutRun("", release, SCHEMA, "release " + release, result);
  }

  /** Of a task that was not run. */
  static TaskReport notRun(BenchTask task, CheckResult why) {
    return withoutRun(
        task.id(), task.sheet().component(), task.sheet().action(), task.title(), why);
  }

  private static TaskReport withoutRun(
      String task, String component, String action, String title, CheckResult result) {
    return new TaskReport(task, component, action, title, List.of(result), "", List.of(), 0);
  }

  public boolean broken() {
    return results.stream().anyMatch(CheckResult::broken);
  }

  /** Whether the task itself did its work, whatever else it did. */
  public boolean ran() {
    return results.stream().noneMatch(r -> r.check().equals(ContractCheck.RUN) && r.broken());
  }
}
