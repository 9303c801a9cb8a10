package io.upg.cli;

import io.upg.plan.cut.Selection;
import io.upg.plan.cut.SelectionMatch;
import io.upg.plan.cut.SelectionMatcher;
import io.upg.plan.cut.TaskStates;
import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.PlanStore;
import io.upg.store.query.TaskFilter;
import io.upg.store.query.TaskRow;
import io.upg.store.query.TasksQuery;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What {@code upg tasks} lists. Keeps the plans that it has to look into. Thread-safe. */
public final class TaskSearch {
  private final TasksQuery tasks;
  private final PlanStore plans;

  public TaskSearch(Database database) {
    this.tasks = new TasksQuery(database);
    this.plans = new PlanStore(database);
  }

  /**
   * @param states only tasks in these; all where there is none
   * @param after id of the task behind which the answer begins; null for the first
   * @param limit the most that are given
   * @throws UsageProblem if the selection names what the plan does not know
   * @throws io.upg.store.UnknownProject if there is no such project
   * @throws io.upg.store.query.UnknownTask if there is no task {@code after}
   */
  public List<TaskRow> find(
      String project, Selection selection, Set<TaskState> states, String after, int limit) {
    Set<TaskState> wanted = wanted(selection, states);
    return tasks.find(project, new TaskFilter(numbers(project, selection), wanted, after, limit));
  }

  /** The states to show, or null for all. */
  private static Set<TaskState> wanted(Selection selection, Set<TaskState> states) {
    if (states.isEmpty() && !selection.failed()) {
      return null;
    }
    Set<TaskState> wanted =
        states.isEmpty() ? EnumSet.allOf(TaskState.class) : EnumSet.copyOf(states);
    if (selection.failed()) {
      wanted.retainAll(StatusCommand.FAILED);
    }
    return wanted;
  }

  /** Numbers of the selected tasks, or null for all: then the plan need not be read. */
  private List<Integer> numbers(String project, Selection selection) {
    Selection apartFromStates =
        new Selection(
            selection.tasks(),
            selection.hosts(),
            selection.components(),
            selection.phases(),
            selection.batches(),
            false,
            false);
    if (apartFromStates.isEmpty()) {
      return null;
    }
    SelectionMatch match =
        new SelectionMatcher(plans.load(project), TaskStates.ALL_UNDO).match(apartFromStates);
    if (!match.unknown().isEmpty()) {
      throw new UsageProblem(String.join("\n", match.unknown()));
    }
    return match.numbers().stream().boxed().toList();
  }
}
