package io.upg.store.query;

import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.Tx;
import io.upg.store.UnknownProject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Tasks with their recorded states, in plan order. */
public final class TasksQuery {
  /** From what was taken back to what builds on it: the former is the few. */
  private static final String STANDING =
      """
      with back as materialized (
        select t.*, coalesce(bs.sheet, t.sheet) as content
          from (select distinct block from task_count
                 where project_id = ? and state = 'rolled_back' and tasks > 0) b
          join task_state bs on bs.number between b.block << 10 and (b.block << 10) + 1023
          join plan_task t using (project_id, number)
         where bs.project_id = ? and bs.state = 'rolled_back'
      ), own as (
        select distinct on (instance) * from back order by instance, number
      ), shared as (
        select distinct on (component) back.*
          from back left join sheet on sheet.digest = content
         where once and sheet.body -> 'backward' ->> 'kind' is distinct from 'nothing'
         order by component, number
      ), behind as (
        select t.number from own join plan_task t using (project_id, instance)
         where (own.phase, own.batch, own.grp) < (t.phase, t.batch, t.grp)
        union
        select t.number from shared join plan_task t using (project_id, component)
         where (shared.phase, shared.batch) < (t.phase, t.batch)
      )
      select number from behind join task_state s using (number)
       where s.project_id = ? and %s
       order by number limit ?
      """
          .formatted(TaskRow.STANDS);

  private static final String IN_BLOCKS =
      """
      select s.number
        from unnest(?) as b(block)
        join task_state s on s.number between b.block << 10 and (b.block << 10) + 1023
       where s.project_id = ? and s.number > ? and s.state = any (?)
         and (? or s.number <@ (select tasks from run where project_id = ? and run = ?))
       order by s.number limit ?
      """;

  /** So many blocks are looked into at first. */
  private static final int BLOCKS = 4;

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
    if (filter.numbers() == null && filter.states() == null) {
      return tx.list(
          TaskRow.SELECT + " and t.number > ? order by t.number limit ?",
          TaskRow::read,
          project.id(),
          after,
          filter.limit());
    }
    return rows(
        tx,
        project.id(),
        filter.numbers() == null
            ? numbers(tx, project.id(), null, filter.states(), after, filter.limit())
            : numbers(tx, project.id(), filter, after));
  }

  /** The first tasks in such states, of a run or, where it is null, of all. */
  static List<TaskRow> ofRun(Tx tx, int project, Integer run, Predicate<TaskState> which, int limit)
      throws SQLException {
    List<TaskState> states = Arrays.stream(TaskState.values()).filter(which).toList();
    return rows(tx, project, numbers(tx, project, run, states, 0, limit));
  }

  private static List<TaskRow> rows(Tx tx, int project, List<Integer> numbers) throws SQLException {
    return numbers.isEmpty()
        ? List.of()
        : tx.list(
            TaskRow.SELECT + " and t.number = any (?) order by t.number",
            TaskRow::read,
            project,
            numbers.toArray(Integer[]::new));
  }

  private static List<Integer> numbers(Tx tx, int project, TaskFilter filter, int after)
      throws SQLException {
    return tx.list(
        """
        select number from task_state
         where project_id = ? and number > ? and number = any (?)
           and (? or state = any (?))
         order by number limit ?
        """,
        row -> row.getInt(1),
        project,
        after,
        filter.numbers().toArray(Integer[]::new),
        filter.states() == null,
        filter.states() == null ? new String[0] : words(filter.states()),
        filter.limit());
  }

  /** Looks into blocks that have such tasks, a few at a time, until there are enough. */
  private static List<Integer> numbers(
      Tx tx, int project, Integer run, Collection<TaskState> states, int after, int limit)
      throws SQLException {
    List<Integer> blocks = TaskCounts.blocks(tx, project, states, after);
    List<Integer> numbers = new ArrayList<>();
    int at = 0;
    int step = BLOCKS;
    while (at < blocks.size() && numbers.size() < limit) {
      int end = Math.min(blocks.size(), at + step);
      numbers.addAll(
          tx.list(
              IN_BLOCKS,
              row -> row.getInt(1),
              blocks.subList(at, end).toArray(Integer[]::new),
              project,
              after,
              words(states),
              run == null,
              project,
              run == null ? 0 : run,
              limit - numbers.size()));
      at = end;
      step *= 2;
    }
    return numbers;
  }

  /**
   * The first tasks that stand though one on which they build was taken back.
   *
   * @throws UnknownProject if there is no such project
   */
  public List<TaskRow> standingOnTakenBack(String project, int limit) {
    return Snapshot.read(database, tx -> standing(tx, ProjectRow.find(tx, project).id(), limit));
  }

  private static List<TaskRow> standing(Tx tx, int project, int limit) throws SQLException {
    return rows(
        tx, project, tx.list(STANDING, row -> row.getInt(1), project, project, project, limit));
  }

  /**
   * The hosts that have a task in one of these states, in no order.
   *
   * @throws UnknownProject if there is no such project
   */
  public List<String> hosts(String project, Set<TaskState> states) {
    return Snapshot.read(
        database,
        tx -> {
          int id = ProjectRow.find(tx, project).id();
          return tx.list(
              """
              select distinct t.host
                from unnest(?) as b(block)
                join task_state s on s.number between b.block << 10 and (b.block << 10) + 1023
                join plan_task t using (project_id, number)
               where s.project_id = ? and s.state = any (?)
              """,
              row -> row.getString(1),
              TaskCounts.blocks(tx, id, states, 0).toArray(Integer[]::new),
              id,
              words(states));
        });
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

  private static String[] words(Collection<TaskState> states) {
    return states.stream().map(TaskState::word).toArray(String[]::new);
  }
}
