package io.upg.store.query;

import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What became of the tasks of a run. */
public final class RunOutcomeQuery {
  private static final String COUNTS =
      """
      select s.state, count(*)::int as n
        from run r
       cross join unnest(r.tasks) as range
        join task_state s
          on s.project_id = r.project_id
         and s.number >= lower(range) and s.number < upper(range)
       where r.project_id = ? and r.run = ?
       group by s.state
      """;

  private static final String UNSETTLED =
      """
       and t.number <@ (select tasks from run where project_id = ? and run = ?)
       and s.state <> all (?::text[])
       order by s.state = any (?::text[]) desc, t.number limit ?
      """;

  private final Database database;

  public RunOutcomeQuery(Database database) {
    this.database = database;
  }

  /** What the run was: the rest is asked by its direction. */
  private record Run(String command, Direction direction, String endedEarly) {
    static Run read(ResultSet row) throws SQLException {
      return new Run(
          row.getString("command"),
          Direction.of(row.getString("direction")),
          row.getString("early"));
    }
  }

  /**
   * @param limit how many unsettled tasks are given
   */
  public RunOutcome of(String project, int run, int limit) {
    return Snapshot.read(
        database, tx -> outcome(tx, ProjectRow.find(tx, project).id(), run, limit));
  }

  private static RunOutcome outcome(Tx tx, int project, int number, int limit) throws SQLException {
    Run run =
        tx.one(
            """
            select command, direction,
                   case when state in ('paused', 'aborted') then waiting_for end as early
              from run where project_id = ? and run = ?
            """,
            Run::read,
            project,
            number);
    return new RunOutcome(
        run.command(),
        run.direction(),
        run.endedEarly(),
        counts(tx, project, number),
        unsettled(tx, project, number, run.direction(), limit));
  }

  static Map<TaskState, Integer> counts(Tx tx, int project, int run) throws SQLException {
    Map<TaskState, Integer> counts = new EnumMap<>(TaskState.class);
    tx.each(
        COUNTS,
        row -> counts.put(TaskState.of(row.getString("state")), row.getInt("n")),
        project,
        run);
    return counts;
  }

  private static List<TaskRow> unsettled(
      Tx tx, int project, int run, Direction direction, int limit) throws SQLException {
    return tx.list(
        TaskRow.SELECT + UNSETTLED,
        TaskRow::read,
        project,
        project,
        run,
        words(state -> state.settled(direction)),
        words(TaskState::failed),
        limit);
  }

  private static String[] words(Predicate<TaskState> which) {
    return Arrays.stream(TaskState.values())
        .filter(which)
        .map(TaskState::word)
        .toArray(String[]::new);
  }
}
