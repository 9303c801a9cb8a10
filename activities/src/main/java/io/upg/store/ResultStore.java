package io.upg.store;

import io.upg.plan.model.TaskState;
import io.upg.plan.model.Transitions;
import io.upg.plan.model.Transitions.Cause;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * Where results become states. A result counts if it carries its task's newest grant, none was
 * recorded for that grant before, and {@link Transitions} allows its state; every other one becomes
 * history and changes nothing. Thread-safe, across processes too.
 */
public final class ResultStore {
  /**
   * One statement for the whole group. {@code locked} takes the rows in one order, so that two
   * recorders cannot deadlock; {@code due} are the results that count.
   *
   * <p>{@code undo} means that the task never started: it gets back what it was before the grant.
   */
  private static final String COMMIT =
      """
      with incoming as (
        select p.id as project_id, i.*
        from unnest(?::text[], ?::int[], ?::int[], ?::bigint[], ?::text[], ?::bool[], ?::text[],
            ?::int[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
          as i(project, run, number, grant_no, result, first, host,
            exit, error, message, tail, started_at, finished_at)
        join project p on p.name = i.project
      ), locked as (
        select s.* from task_state s
        join (select distinct project_id, number from incoming) i using (project_id, number)
        order by s.project_id, s.number
        for no key update of s
      ), due as (
        select i.* from incoming i join locked l using (project_id, number, grant_no)
        where l.granted and i.first
          and i.result = any(case l.direction when 'run' then ?::text[] else ?::text[] end)
      ), become as (
        select project_id, number, d.result as state, l.attempt,
          case when d.result in ('done', 'fail', 'unknown') then true
            when d.result = 'rolled_back' then false else l.ran end as ran,
          case when d.result in ('unknown', 'rollback_fail')
              then coalesce(l.doubt_grant, l.grant_no)
            when d.result = 'unreachable' then l.doubt_grant end as doubt_grant,
          d.started_at, d.finished_at, d.exit, d.error, d.message
        from due d join locked l using (project_id, number)
        where d.result <> 'undo'
        union all
        select project_id, number, l.before, l.attempt - (l.direction = 'run')::int, l.ran,
          l.doubt_grant,
          case when l.before <> 'undo' then l.started_at end,
          l.finished_at, l.exit, l.error, l.message
        from due d join locked l using (project_id, number)
        where d.result = 'undo'
      ), counted as (
        update task_state s set state = b.state, attempt = b.attempt, ran = b.ran, granted = false,
          doubt_grant = b.doubt_grant,
          started_at = b.started_at, finished_at = b.finished_at,
          exit = b.exit, error = b.error, message = b.message
        from become b
        where s.project_id = b.project_id and s.number = b.number
        returning s.project_id, s.number, s.grant_no
      ), history as (
        insert into attempt (project_id, number, grant_no, state, run, host,
          direction, attempt, revision,
          exit, error, message, tail, started_at, finished_at, stale)
        select i.project_id, i.number, i.grant_no, i.result, i.run, i.host,
          l.direction, l.attempt, l.granted_revision,
          i.exit, i.error, i.message, i.tail, i.started_at, i.finished_at,
          c.number is null or not i.first
        from incoming i
        left join locked l using (project_id, number, grant_no)
        left join counted c using (project_id, number, grant_no)
        order by i.first desc
        on conflict do nothing
      )
      select count(*)::int from counted
      """;

  private static final String[] FORWARDS = words(TaskState.RUNNING);
  private static final String[] BACKWARDS = words(TaskState.ROLLING_BACK);

  private final Database database;

  public ResultStore(Database database) {
    this.database = database;
  }

  /**
   * Returns when all of it is committed, or throws and nothing is; the same group may come again.
   */
  public Recorded commit(List<RunReports> group) {
    ResultRows rows = new ResultRows(group);
    if (rows.size() == 0) {
      return new Recorded(0, 0);
    }
    int counted = database.tx(tx -> commit(tx, rows));
    return new Recorded(counted, rows.size() - counted);
  }

  private static int commit(Tx tx, ResultRows rows) throws SQLException {
    Object[] columns = rows.columns();
    Object[] parameters = Arrays.copyOf(columns, columns.length + 2);
    parameters[columns.length] = FORWARDS;
    parameters[columns.length + 1] = BACKWARDS;
    return tx.one(COMMIT, row -> row.getInt(1), parameters);
  }

  /** The words that a result may bring: with {@code undo} the task is given back, either way. */
  private static String[] words(TaskState granted) {
    return Arrays.stream(TaskState.values())
        .filter(to -> to == TaskState.UNDO || Transitions.legal(granted, Cause.RESULT, to))
        .map(TaskState::word)
        .toArray(String[]::new);
  }
}
