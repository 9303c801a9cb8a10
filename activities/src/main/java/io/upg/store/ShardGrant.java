package io.upg.store;

import io.upg.contract.ShardInput;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.CurrentPlan.NodeTask;
import io.upg.plan.cut.RunScope;
import io.upg.plan.cut.TaskFacts;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.model.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The grant of one shard, inside a transaction that holds its run open. */
final class ShardGrant {
  private static final String LOCK_TASKS =
      """
      select s.number from unnest(?::int[]) as shard(number) join task_state s using (number)
      where s.project_id = ?
      order by s.number
      for no key update of s
      """;

  private static final String READ_TASKS =
      """
      select s.number, s.state, s.ran, s.granted and s.run <> ? and r.state = 'open' as held
      from unnest(?::int[]) as shard(number) join task_state s using (number)
      left join run r on r.project_id = s.project_id and r.run = s.run
      where s.project_id = ?
      """;

  /**
   * The first group of a node task takes its step now; the others keep what they show. A state that
   * says by itself that the task stands is about to go: from now on {@code ran} says it.
   */
  private static final String TAKE =
      """
      update task_state s set
        grant_no = ?, granted = true, run = ?, direction = ?, attempt = s.attempt + ?,
        granted_revision = s.revision,
        ran = s.ran or s.state in ('done', 'fail', 'unknown', 'rollback_fail'),
        before = s.state, state = case when t.first then ? else s.state end,
        started_at = case when t.first then now() else s.started_at end,
        finished_at = case when not t.first then s.finished_at end,
        exit = case when not t.first then s.exit end,
        error = case when not t.first then s.error end,
        message = case when not t.first then s.message end
      from unnest(?::int[], ?::bool[]) as t(number, first)
      where s.project_id = ? and s.number = t.number
      """;

  private static final String GRANTED =
      """
      select s.number, s.attempt, s.revision, coalesce(s.sheet, t.sheet) as sheet, s.granted,
        case when s.doubt_grant < s.grant_no then s.doubt_grant end as earlier
      from unnest(?::int[]) as shard(number) join task_state s using (number)
      join plan_task t using (project_id, number)
      where s.project_id = ? and s.grant_no = ?
      """;

  private final Tx tx;
  private final RunRow run;
  private final GlobalPlan plan;
  private final ShardInput input;
  private final int project;

  ShardGrant(Tx tx, RunRow run, GlobalPlan plan, ShardInput input) {
    this.tx = tx;
    this.run = run;
    this.plan = plan;
    this.input = input;
    this.project = run.project().id();
  }

  /**
   * @param grant 0 where nothing was granted yet
   */
  private record Shard(Integer[] tasks, long grant) {}

  /** What the shard's tasks are before the grant; held are those of other open runs. */
  private static final class Candidates implements TaskFacts {
    private final Map<Integer, TaskState> states = new HashMap<>();
    private final BitSet ran = new BitSet();
    private final BitSet held = new BitSet();

    private void add(ResultSet row) throws SQLException {
      int number = row.getInt("number");
      states.put(number, TaskState.of(row.getString("state")));
      ran.set(number, row.getBoolean("ran"));
      held.set(number, row.getBoolean("held"));
    }

    @Override
    public TaskState of(int number) {
      return states.get(number);
    }

    @Override
    public boolean held(int number) {
      return held.get(number);
    }

    @Override
    public boolean ran(int number) {
      return ran.get(number);
    }

    /** What stands on a task was the gate's question. */
    @Override
    public Optional<TaskSheet> patched(int number) {
      return Optional.empty();
    }
  }

  /** Whether the shard was granted before. */
  boolean granted() throws SQLException {
    return lockShard().grant() != 0;
  }

  /** Grants what was not granted before; in either case what the shard still has to send. */
  List<Dispatch> dispatches() throws SQLException {
    Shard shard = lockShard();
    List<NodeTask> nodeTasks = nodeTasks(shard);
    long grant = shard.grant();
    if (grant == 0) {
      grant = tx.one("select nextval('grant_number')", row -> row.getLong(1));
      take(grant, toTake(nodeTasks, candidates(shard)));
    }
    Map<Integer, ShardOrders.Granted> granted = granted(shard, grant);
    return new ShardOrders(run, plan, grant, granted, patched(granted)).of(nodeTasks);
  }

  private Map<String, TaskSheet> patched(Map<Integer, ShardOrders.Granted> granted)
      throws SQLException {
    List<String> digests =
        granted.values().stream()
            .map(ShardOrders.Granted::sheet)
            .filter(digest -> !plan.sheets().containsKey(digest))
            .toList();
    return RecordedContents.sheets(tx, digests);
  }

  private Shard lockShard() throws SQLException {
    return tx.first(
            """
            select tasks, coalesce(grant_no, 0) from run_shard
            where project_id = ? and run = ? and batch = ? and shard = ?
            for no key update
            """,
            ShardGrant::shard,
            project,
            run.run(),
            input.batch(),
            input.shard())
        .orElseThrow(() -> new RunClosed("There is no shard " + input + "."));
  }

  private static Shard shard(ResultSet row) throws SQLException {
    return new Shard(
        TaskRanges.parse(row.getString(1)).stream().boxed().toArray(Integer[]::new),
        row.getLong(2));
  }

  private List<NodeTask> nodeTasks(Shard shard) {
    BitSet numbers = new BitSet();
    for (int number : shard.tasks()) {
      numbers.set(number);
    }
    CurrentPlan forwards = CurrentPlan.of(plan, numbers);
    CurrentPlan tasks = run.direction() == Direction.RUN ? forwards : forwards.reversed();
    return tasks.batches().stream().flatMap(batch -> batch.nodeTasks().stream()).toList();
  }

  /**
   * Locks first and reads after: only a statement that begins with the rows locked sees which run
   * holds them. All lock in the same order, so none waits for another in a circle.
   */
  private Candidates candidates(Shard shard) throws SQLException {
    tx.list(LOCK_TASKS, row -> row.getInt(1), shard.tasks(), project);
    Candidates candidates = new Candidates();
    tx.each(READ_TASKS, candidates::add, run.run(), shard.tasks(), project);
    return candidates;
  }

  /** Task number → whether it is in the first group that its host has to do. */
  private Map<Integer, Boolean> toTake(List<NodeTask> nodeTasks, Candidates candidates) {
    RunScope scope = run.scope();
    Map<Integer, Boolean> taken = new HashMap<>();
    for (NodeTask nodeTask : nodeTasks) {
      boolean first = true;
      for (List<Integer> group : numbers(nodeTask)) {
        List<Integer> free = group.stream().filter(n -> scope.takes(candidates, n)).toList();
        for (int number : free) {
          taken.put(number, first);
        }
        first &= free.isEmpty();
        // What comes behind an unsettled task on its host must not run without it.
        if (!group.stream().allMatch(n -> free.contains(n) || scope.settled(candidates, n))) {
          break;
        }
      }
    }
    return taken;
  }

  private static List<List<Integer>> numbers(NodeTask nodeTask) {
    return nodeTask.groups().stream()
        .map(group -> group.stream().map(task -> task.number()).toList())
        .toList();
  }

  private void take(long grant, Map<Integer, Boolean> tasks) throws SQLException {
    tx.update(
        TAKE,
        grant,
        run.run(),
        run.direction().word(),
        run.direction() == Direction.RUN ? 1 : 0,
        run.granted().word(),
        tasks.keySet().toArray(Integer[]::new),
        tasks.values().toArray(Boolean[]::new),
        project);
    tx.update(
        """
        update run_shard set grant_no = ?
        where project_id = ? and run = ? and batch = ? and shard = ?
        """,
        grant,
        project,
        run.run(),
        input.batch(),
        input.shard());
  }

  private Map<Integer, ShardOrders.Granted> granted(Shard shard, long grant) throws SQLException {
    Map<Integer, ShardOrders.Granted> granted = new HashMap<>();
    tx.each(
        GRANTED,
        row ->
            granted.put(
                row.getInt("number"),
                new ShardOrders.Granted(
                    row.getInt("attempt"),
                    row.getInt("revision"),
                    row.getString("sheet"),
                    row.getBoolean("granted"),
                    row.getObject("earlier", Long.class))),
        shard.tasks(),
        project,
        grant);
    return granted;
  }
}
