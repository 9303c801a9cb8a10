package io.upg.cli;

import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.query.StatusDocument;
import io.upg.store.query.TaskFilter;
import io.upg.store.query.TaskRow;
import io.upg.store.query.TasksQuery;
import java.util.List;
import java.util.Set;

/**
 * What a person wants to see of a project beyond its counts: the first few tasks of each kind.
 *
 * @param failedHosts all of them, in no order
 * @param standing on a task that was taken back
 */
record StatusDetails(
    List<TaskRow> failed,
    List<String> failedHosts,
    List<TaskRow> skipped,
    List<TaskRow> standing,
    boolean moreStanding) {

  private static final int SHOWN = 10;
  private static final int SKIPPED_SHOWN = 3;

  /** Asks only for what the counts say is there. */
  static StatusDetails read(Database database, StatusDocument status) {
    TasksQuery query = new TasksQuery(database);
    String project = status.project();
    boolean anyFailed = status.counts().keySet().stream().anyMatch(TaskState::failed);
    boolean anySkipped = status.count(TaskState.SKIPPED) > 0;
    boolean anyBack = status.count(TaskState.ROLLED_BACK) > 0;
    List<TaskRow> standing = anyBack ? query.standingOnTakenBack(project, SHOWN + 1) : List.of();
    return new StatusDetails(
        anyFailed ? query.find(project, TaskFilter.in(StatusCommand.FAILED, SHOWN)) : List.of(),
        anyFailed ? query.hosts(project, StatusCommand.FAILED) : List.of(),
        anySkipped
            ? query.find(project, TaskFilter.in(Set.of(TaskState.SKIPPED), SKIPPED_SHOWN))
            : List.of(),
        standing.stream().limit(SHOWN).toList(),
        standing.size() > SHOWN);
  }
}
