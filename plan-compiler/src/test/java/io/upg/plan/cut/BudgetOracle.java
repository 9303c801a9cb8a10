package io.upg.plan.cut;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Budgets from the words of the design alone: a batch passes when every task is settled, or when
 * its failures are within every written budget. Shares nothing with what it judges.
 *
 * @param written as in the project's file: {@code batch}, {@code phase}, {@code project}, {@code
 *     unreachable}, each {@code 2} or {@code 2%}
 */
record BudgetOracle(GlobalPlan plan, Map<String, String> written, TaskStates states) {
  private static final Set<TaskState> BROKEN =
      Set.of(TaskState.FAIL, TaskState.UNKNOWN, TaskState.ROLLBACK_FAIL);

  boolean passes(int phase, Collection<Task> batch, Set<String> leftBehind) {
    List<Task> open =
        batch.stream()
            .filter(t -> !Set.of(TaskState.DONE, TaskState.SKIPPED).contains(states.of(t)))
            .filter(t -> !leftBehind.contains(t.host()))
            .toList();
    List<Task> broken = open.stream().filter(t -> BROKEN.contains(states.of(t))).toList();
    List<Task> failed = open.stream().filter(t -> broken.contains(t) || away(t)).toList();
    boolean budgetsHold =
        holds("batch", hosts(broken), hostsOf(t -> t.phase() == phase))
            && holds(
                "phase",
                hostsOf(t -> t.phase() == phase && broken(t)),
                hostsOf(t -> t.phase() == phase))
            && holds("project", hostsOf(this::broken), hostsOf(t -> true))
            && holds("unreachable", hostsOf(this::away), hostsOf(t -> true));
    return open.isEmpty()
        || hosts(failed).containsAll(hosts(open))
            && failed.stream().noneMatch(Task::once)
            && budgetsHold;
  }

  private boolean holds(String name, Set<String> lost, Set<String> of) {
    String limit = written.get(name);
    if (limit == null) {
      boolean others = List.of("batch", "phase", "project").stream().anyMatch(written::containsKey);
      return lost.isEmpty() || others && !name.equals("unreachable");
    }
    return limit.endsWith("%")
        ? lost.size() * 100 <= of.size() * Integer.parseInt(limit.replace("%", ""))
        : lost.size() <= Integer.parseInt(limit);
  }

  private boolean broken(Task task) {
    return BROKEN.contains(states.of(task));
  }

  private boolean away(Task task) {
    return states.of(task) == TaskState.UNREACHABLE;
  }

  private Set<String> hostsOf(Predicate<Task> condition) {
    return hosts(plan.tasks().stream().filter(condition).toList());
  }

  private static Set<String> hosts(Collection<Task> tasks) {
    return tasks.stream().map(Task::host).collect(Collectors.toSet());
  }
}
