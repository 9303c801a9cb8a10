package io.upg.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.upg.plan.cut.TaskFacts;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.model.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is recorded of the tasks of a plan: a byte and two bits a task, and the content of the few
 * {@code scope: once} tasks that were patched. Blocks of tasks that are all alike (in a large plan
 * most are: not begun, or done) come from {@code task_count}; only the others are read task by
 * task.
 */
public final class RecordedFacts implements TaskFacts {
  private static final TaskState[] STATES = TaskState.values();

  /** Tasks are counted in blocks of 1024 numbers: V8. */
  private static final int BLOCK_BITS = 10;

  private static final int BLOCK = 1 << BLOCK_BITS;

  /** From so many on, all are read sooner than each one is looked up. */
  private static final int MANY_TASKS = 50_000;

  /** The same for one block after another. */
  private static final int MANY_BLOCKS = 64;

  /**
   * Between a gate and its grants a run's tasks are as good as granted: no command may differ. Read
   * before the tasks: what is granted in between is held by both.
   */
  private static final String ABOUT_TO_BE_GRANTED =
      """
      select s.tasks from run_shard s join run r using (project_id, run)
      where s.project_id = ? and r.state = 'open' and s.grant_no is null
      """;

  private static final String BLOCKS =
      """
      with kind as (
        select distinct c.block, c.state, c.ran,
          c.granted and coalesce(r.state = 'open', false) as held
        from task_count c left join run r on r.project_id = c.project_id and r.run = c.run
        where c.project_id = ? and c.tasks > 0
      ), block as materialized (
        select block, min(state) as state, bool_or(ran) as ran, bool_or(held) as held,
          count(*) = 1 as alike
        from kind group by block
      )
      """;

  private static final String ALIKE =
      BLOCKS
          + "select block, state, ran, held, alike from block where not alike or state <> 'undo' or held";

  /** All in one statement, as of one moment. */
  private static final String EVERY_TASK =
      BLOCKS
          + """
            select block * %1$d as number, %1$d as tasks, state, ran, held from block where alike
            union all
            select s.number, 1, s.state, s.ran, s.granted and r.state = 'open'
            from block b
            join task_state s on s.number >= b.block * %1$d and s.number < (b.block + 1) * %1$d
            left join run r on r.project_id = s.project_id and r.run = s.run
            where s.project_id = ? and not b.alike and (s.state <> 'undo' or s.granted)
            """
              .formatted(BLOCK);

  private static final String TASKS =
      """
      select s.number, 1 as tasks, s.state, s.ran, s.granted and r.state = 'open' as held
      from task_state s left join run r on r.project_id = s.project_id and r.run = s.run
      where s.project_id = ? and (s.state <> 'undo' or s.granted)
      """;

  private static final String PATCHED_ONCE =
      """
      select s.number, sheet.body
      from plan_task t
      join task_state s using (project_id, number)
      join sheet on sheet.digest = s.sheet
      where t.project_id = ? and t.once and s.sheet is not null
      """;

  private final Tx tx;
  private final int project;
  private final byte[] ordinals;
  private final BitSet ran = new BitSet();
  private final BitSet held = new BitSet();
  private final BitSet aboutToBeGranted = new BitSet();

  /** Blocks whose tasks differ, and that are read when one of them is asked for. */
  private final BitSet unread = new BitSet();

  private int blocksRead;
  private final Map<Integer, TaskSheet> patched = new HashMap<>();

  private RecordedFacts(Tx tx, int project) throws SQLException {
    this.tx = tx;
    this.project = project;
    int tasks =
        tx.one(
            "select tasks from plan where project_id = ? order by revision desc limit 1",
            row -> row.getInt(1),
            project);
    ordinals = new byte[((tasks >> BLOCK_BITS) + 1) << BLOCK_BITS];
    tx.each(
        ABOUT_TO_BE_GRANTED,
        row -> aboutToBeGranted.or(TaskRanges.parse(row.getString(1))),
        project);
    tx.each(PATCHED_ONCE, this::addPatched, project);
  }

  /**
   * Of all tasks, at one moment.
   *
   * @param project its id in the store
   */
  public static RecordedFacts read(Tx tx, int project) throws SQLException {
    RecordedFacts facts = new RecordedFacts(tx, project);
    tx.each(EVERY_TASK, facts::add, project, project);
    return facts;
  }

  /** Of these tasks; others may show as undo whatever they are. */
  static RecordedFacts among(Tx tx, int project, BitSet numbers) throws SQLException {
    if (numbers.cardinality() >= MANY_TASKS) {
      return read(tx, project);
    }
    RecordedFacts facts = onDemand(tx, project);
    Integer[] wanted =
        numbers.stream()
            .filter(number -> facts.unread.get(number >> BLOCK_BITS))
            .boxed()
            .toArray(Integer[]::new);
    facts.unread.clear();
    tx.each(TASKS + " and s.number = any (?)", facts::add, project, wanted);
    return facts;
  }

  /**
   * Of the tasks that are asked for, each one's at a moment not before this call: for decisions
   * that look at few of them. Only within the transaction.
   */
  static RecordedFacts onDemand(Tx tx, int project) throws SQLException {
    RecordedFacts facts = new RecordedFacts(tx, project);
    tx.each(ALIKE, facts::addBlock, project);
    return facts;
  }

  private void addBlock(ResultSet row) throws SQLException {
    int block = row.getInt("block");
    if (row.getBoolean("alike")) {
      fill(block << BLOCK_BITS, BLOCK, row);
    } else {
      unread.set(block);
    }
  }

  private void add(ResultSet row) throws SQLException {
    fill(row.getInt("number"), row.getInt("tasks"), row);
  }

  private void fill(int first, int tasks, ResultSet row) throws SQLException {
    int end = first + tasks;
    Arrays.fill(ordinals, first, end, (byte) TaskState.of(row.getString("state")).ordinal());
    held.set(first, end, row.getBoolean("held"));
    ran.set(first, end, row.getBoolean("ran"));
  }

  private void addPatched(ResultSet row) throws SQLException {
    patched.put(
        row.getInt("number"),
        CanonicalJson.read(row.getString("body").getBytes(UTF_8), TaskSheet.class));
  }

  /** Whoever reads many blocks will want them all. */
  private void require(int number) {
    int block = number >> BLOCK_BITS;
    if (!unread.get(block)) {
      return;
    }
    try {
      if (++blocksRead < MANY_BLOCKS) {
        int first = block << BLOCK_BITS;
        unread.clear(block);
        tx.each(
            TASKS + " and s.number between ? and ?", this::add, project, first, first + BLOCK - 1);
      } else {
        unread.clear();
        tx.each(EVERY_TASK, this::add, project, project);
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public TaskState of(int number) {
    require(number);
    return STATES[ordinals[number]];
  }

  @Override
  public boolean held(int number) {
    require(number);
    return held.get(number) || aboutToBeGranted.get(number);
  }

  @Override
  public boolean ran(int number) {
    require(number);
    return ran.get(number);
  }

  @Override
  public Optional<TaskSheet> patched(int number) {
    return Optional.ofNullable(patched.get(number));
  }
}
