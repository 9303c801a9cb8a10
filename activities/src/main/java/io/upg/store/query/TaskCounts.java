package io.upg.store.query;

import io.upg.plan.model.TaskState;
import io.upg.store.Tx;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Tasks by state, without looking at each: from {@code task_count}, which holds them by blocks of
 * 1024 numbers.
 */
final class TaskCounts {
  private static final String OF_PROJECT =
      """
      select state, sum(tasks)::int as n from task_count
       where project_id = ? and tasks > 0 group by state
      """;

  /** Of blocks that are the run's only in part, its own tasks are counted one by one. */
  private static final String OF_RUN =
      """
      with run as (
        select project_id, tasks from run where project_id = ? and run = ?
      ), block as materialized (
        select c.block, run.project_id,
               run.tasks @> span as whole, run.tasks * int4multirange(span) as own
          from run
          join (select distinct project_id, block from task_count) c using (project_id)
         cross join lateral int4range(c.block << 10, (c.block + 1) << 10) as span
         where run.tasks && span
      )
      select state, sum(n)::int as n
        from (
          select c.state, c.tasks as n
            from block join task_count c using (project_id, block) where block.whole
          union all
          select s.state, 1
            from block
           cross join lateral unnest(block.own) as range
            join task_state s
              on s.project_id = block.project_id
             and s.number >= lower(range) and s.number < upper(range)
           where not block.whole) as counted
       group by state having sum(n) > 0
      """;

  private TaskCounts() {}

  static Map<TaskState, Integer> ofProject(Tx tx, int project) throws SQLException {
    return counts(tx, OF_PROJECT, project);
  }

  /** Of the tasks that were cut for a run. */
  static Map<TaskState, Integer> ofRun(Tx tx, int project, int run) throws SQLException {
    return counts(tx, OF_RUN, project, run);
  }

  private static Map<TaskState, Integer> counts(Tx tx, String sql, Object... parameters)
      throws SQLException {
    Map<TaskState, Integer> counts = new EnumMap<>(TaskState.class);
    tx.each(
        sql, row -> counts.put(TaskState.of(row.getString("state")), row.getInt("n")), parameters);
    return counts;
  }

  /**
   * The blocks that have tasks in one of these states, in order.
   *
   * @param after number of a task: blocks before its own are left out
   */
  static List<Integer> blocks(Tx tx, int project, Collection<TaskState> states, int after)
      throws SQLException {
    return tx.list(
        """
        select distinct block from task_count
         where project_id = ? and block >= ? and tasks > 0 and state = any (?)
         order by block
        """,
        row -> row.getInt(1),
        project,
        after >> 10,
        states.stream().map(TaskState::word).toArray(String[]::new));
  }
}
