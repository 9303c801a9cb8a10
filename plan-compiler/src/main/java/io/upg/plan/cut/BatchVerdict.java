package io.upg.plan.cut;

import io.upg.plan.model.Budget;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the batch after this one may start.
 *
 * <p>It may when every task is settled, or when all that is not belongs to hosts that failed and
 * every budget holds. A failed {@code scope: once} task stands for its whole component: it always
 * stops. So does a task that did not run to its end though its host did not fail.
 *
 * <p>Backwards it always may: what depends on a task that could not be taken back is kept back at
 * the gates (see {@link GateCut}), and the end of the run names it.
 *
 * @param waitingFor null where it may, else what happened and what to do
 * @param settled tasks
 * @param failed tasks
 */
public record BatchVerdict(String waitingFor, int settled, int failed) {
  private static final int NAMED = 3;

  public boolean passed() {
    return waitingFor == null;
  }

  public static BatchVerdict of(BatchReport report) {
    List<TaskOutcome> failed =
        report.outcomes().stream().filter(outcome -> failed(report, outcome)).toList();
    if (report.direction() == Direction.ROLLBACK) {
      return new BatchVerdict(null, report.settled(), failed.size());
    }
    List<TaskOutcome> notRun = notRun(report, failed);
    List<String> overrun = overrun(report, failed);
    boolean onceFailed = failed.stream().anyMatch(outcome -> outcome.task().once());
    boolean passed = notRun.isEmpty() && overrun.isEmpty() && !onceFailed;
    String waitingFor = passed ? null : waitingFor(report, failed, notRun, overrun);
    return new BatchVerdict(waitingFor, report.settled(), failed.size());
  }

  /** A host that was left behind is not judged again. */
  private static boolean failed(BatchReport report, TaskOutcome outcome) {
    boolean failed =
        report.direction() == Direction.RUN
            ? outcome.state().failed()
            : outcome.state() == TaskState.ROLLBACK_FAIL;
    return failed && !report.leftBehind().contains(outcome.task().host());
  }

  private static List<TaskOutcome> notRun(BatchReport report, List<TaskOutcome> failed) {
    Set<String> excused = new HashSet<>(report.leftBehind());
    failed.forEach(outcome -> excused.add(outcome.task().host()));
    return report.outcomes().stream()
        .filter(outcome -> !excused.contains(outcome.task().host()))
        .toList();
  }

  private static List<String> overrun(BatchReport report, List<TaskOutcome> failed) {
    if (failed.isEmpty()) {
      return List.of();
    }
    Set<String> hosts = new HashSet<>();
    failed.stream()
        .filter(outcome -> outcome.state() != TaskState.UNREACHABLE)
        .forEach(outcome -> hosts.add(outcome.task().host()));
    return Budgets.overrun(report.budget(), hosts.size(), report.spent());
  }

  private static String waitingFor(
      BatchReport report,
      List<TaskOutcome> failed,
      List<TaskOutcome> notRun,
      List<String> overrun) {
    String place = "%s batch %d/%d".formatted(report.phase(), report.batch(), report.batches());
    List<String> sentences = new ArrayList<>();
    if (!failed.isEmpty()) {
      sentences.add("%s failed in %s: %s.".formatted(count(failed.size()), place, named(failed)));
      sentences.add("Neighbours finished; nothing of the next batch started.");
      if (!report.budget().equals(Budget.NONE) && !overrun.isEmpty()) {
        sentences.add("Over the budget: " + String.join("; ", overrun) + ".");
      }
    }
    if (!notRun.isEmpty()) {
      sentences.add(
          "%s of %s did not run to an end: %s."
              .formatted(count(notRun.size()), place, named(notRun)));
    }
    failed.stream()
        .filter(outcome -> outcome.task().once())
        .findFirst()
        .ifPresent(once -> sentences.add(onceSentence(once)));
    sentences.add(whatToDo(report, failed));
    return String.join(" ", sentences);
  }

  private static String onceSentence(TaskOutcome once) {
    return once.task().id()
        + " stands for all of "
        + once.task().component()
        + ": no budget passes over it.";
  }

  private static String whatToDo(BatchReport report, List<TaskOutcome> failed) {
    String project = report.project();
    if (failed.isEmpty()) {
      return "Go on: upg run " + project;
    }
    String id = failed.get(0).task().id();
    String see = "See: upg logs %s %s. ".formatted(project, id);
    boolean decide =
        failed.stream()
            .anyMatch(
                outcome ->
                    outcome.state() == TaskState.UNKNOWN
                        || outcome.state() == TaskState.ROLLBACK_FAIL);
    if (decide) {
      return see + "Fix the cause, then: upg retry %s --failed".formatted(project);
    }
    return see + "Fix the cause, then: upg run " + project;
  }

  private static String named(List<TaskOutcome> outcomes) {
    String first =
        outcomes.stream().limit(NAMED).map(TaskOutcome::text).collect(Collectors.joining(", "));
    int more = outcomes.size() - NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  private static String count(int tasks) {
    return tasks + (tasks == 1 ? " task" : " tasks");
  }
}
