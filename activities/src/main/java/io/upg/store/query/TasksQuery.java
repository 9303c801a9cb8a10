package io.upg.store.query;

import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.Tx;
import io.upg.store.UnknownProject;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Tasks with their recorded states, in plan order. */
public final class TasksQuery {
  private static final String STANDING =
      """
       and %s and coalesce(own.id, shared.id) is not null
      order by t.number limit ?
      """
          .formatted(TaskRow.STANDS);

  private final Database database;

  public TasksQuery(Database database) {
    this.database = database;
  }

  /**
   * @throws UnknownProject if there is no such project
   * @throws UnknownTask if there is no task {@link TaskFilter#after()}
   */
  public List<TaskRow> find(String project, TaskFilter filter) {
    return Snapshot.read(database, tx -> find(tx, ProjectRow.find(tx, project), filter));
  }

  static List<TaskRow> find(Tx tx, ProjectRow project, TaskFilter filter) throws SQLException {
    int after = filter.after() == null ? 0 : number(tx, project, filter.after());
    return tx.list(
        TaskRow.SELECT
            + """
               and t.number > ?
               and (?::int4[] is null or t.number = any (?::int4[]))
               and (?::text[] is null or s.state = any (?::text[]))
             order by t.number
             limit ?
            """,
        TaskRow::read,
        project.id(),
        after,
        numbers(filter.numbers()),
        numbers(filter.numbers()),
        words(filter.states()),
        words(filter.states()),
        filter.limit());
  }

  /**
   * The first tasks that stand though one on which they build was taken back.
   *
   * @throws UnknownProject if there is no such project
   */
  public List<TaskRow> standingOnTakenBack(String project, int limit) {
    return Snapshot.read(
        database,
        tx ->
            tx.list(
                TaskRow.SELECT + STANDING,
                TaskRow::read,
                ProjectRow.find(tx, project).id(),
                limit));
  }

  /**
   * The hosts that have a task in one of these states, in no order.
   *
   * @throws UnknownProject if there is no such project
   */
  public List<String> hosts(String project, Set<TaskState> states) {
    return Snapshot.read(
        database,
        tx ->
            tx.list(
                """
                select distinct t.host from plan_task t join task_state s using (project_id, number)
                 where t.project_id = ? and s.state = any (?::text[])
                """,
                row -> row.getString(1),
                ProjectRow.find(tx, project).id(),
                words(states)));
  }

  /** The number of the task with this id. */
  static int number(Tx tx, ProjectRow project, String id) throws SQLException {
    List<Integer> found =
        tx.list(
            "select number from plan_task where project_id = ? and id = ?",
            row -> row.getInt(1),
            project.id(),
            id);
    if (!found.isEmpty()) {
      return found.get(0);
    }
    throw new UnknownTask(
        id,
        project.name(),
        tx.list(
            "select id from plan_task where project_id = ?",
            row -> row.getString(1),
            project.id()));
  }

  private static Integer[] numbers(List<Integer> numbers) {
    return numbers == null ? null : numbers.toArray(Integer[]::new);
  }

  private static String[] words(Set<TaskState> states) {
    return states == null ? null : states.stream().map(TaskState::word).toArray(String[]::new);
  }
}
