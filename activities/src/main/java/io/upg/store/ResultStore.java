package io.upg.store;

import io.upg.plan.model.TaskState;
import io.upg.plan.model.Transitions;
import io.upg.plan.model.Transitions.Cause;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where results become states. A result counts if it carries its task's newest grant, none was
 * recorded for that grant before, and {@link Transitions} allows its state; every other one becomes
 * history and changes nothing. Thread-safe, across processes too.
 */
public final class ResultStore {
  /**
   * One statement for the whole group. {@code known} keeps the projects from being deleted
   * meanwhile; {@code locked} takes the rows in one order, so that two recorders cannot deadlock;
   * {@code judged} says which results count.
   *
   * <p>{@code undo} means that the task never started: it gets back what it was before the grant.
   */
  private static final String COMMIT =
      """
      with known as (
        select id, name from project where name = any (?::text[]) order by id for key share
      ), incoming as (
        select p.id as project_id, i.*
        from unnest(?::text[], ?::int[], ?::int[], ?::bigint[], ?::text[], ?::bool[], ?::text[],
            ?::int[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
          as i(project, run, number, grant_no, result, first, host,
            exit, error, message, tail, started_at, finished_at)
        join known p on p.name = i.project
      ), locked as (
        select s.* from task_state s
        join (select distinct project_id, number from incoming) i using (project_id, number)
        order by s.project_id, s.number
        for no key update of s
      ), judged as (
        select i.*, l.direction, l.attempt, l.granted_revision,
          coalesce(l.granted and i.first
            and i.result = any (case l.direction when 'run' then ?::text[] else ?::text[] end),
            false) as counts
        from incoming i left join locked l using (project_id, number, grant_no)
      ), counted as (
        update task_state s set
          state = case j.result when 'undo' then s.before else j.result end,
          attempt = s.attempt - (j.result = 'undo' and s.direction = 'run')::int,
          ran = case when j.result in ('done', 'fail', 'unknown') then true
            when j.result = 'rolled_back' then false else s.ran end,
          granted = false,
          doubt_grant = case when j.result in ('unknown', 'rollback_fail')
              then coalesce(s.doubt_grant, s.grant_no)
            when j.result in ('unreachable', 'undo') then s.doubt_grant end,
          started_at = case when j.result <> 'undo' then j.started_at
            when s.before <> 'undo' then s.started_at end,
          finished_at = case j.result when 'undo' then s.finished_at else j.finished_at end,
          exit = case j.result when 'undo' then s.exit else j.exit end,
          error = case j.result when 'undo' then s.error else j.error end,
          message = case j.result when 'undo' then s.message else j.message end
        from judged j
        where j.counts and s.project_id = j.project_id and s.number = j.number
        returning 1
      ), history as (
        insert into attempt (project_id, number, grant_no, state, run, host,
          direction, attempt, revision,
          exit, error, message, tail, started_at, finished_at, stale)
        select project_id, number, grant_no, result, run, host,
          direction, attempt, granted_revision,
          exit, error, message, tail, started_at, finished_at, not counts
        from judged
        order by first desc
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
    int counted =
        database.tx(
            tx -> {
              int committed = commit(tx, rows);
              NodeStore.seen(tx, group);
              return committed;
            });
    return new Recorded(counted, rows.size() - counted);
  }

  private static int commit(Tx tx, ResultRows rows) throws SQLException {
    List<Object> parameters = new ArrayList<>();
    parameters.add(rows.projects());
    Collections.addAll(parameters, rows.columns());
    Collections.addAll(parameters, FORWARDS, BACKWARDS);
    return tx.one(COMMIT, row -> row.getInt(1), parameters.toArray());
  }

  /** The words that a result may bring: with {@code undo} the task is given back, either way. */
  private static String[] words(TaskState granted) {
    return Arrays.stream(TaskState.values())
        .filter(to -> to == TaskState.UNDO || Transitions.legal(granted, Cause.RESULT, to))
        .map(TaskState::word)
        .toArray(String[]::new);
  }
}
