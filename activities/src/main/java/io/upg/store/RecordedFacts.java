package io.upg.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.upg.plan.cut.TaskFacts;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.model.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is recorded of all tasks of a plan at one moment: a byte and two bits a task, and the
 * content of the few {@code scope: once} tasks that were patched.
 */
public final class RecordedFacts implements TaskFacts {
  private static final TaskState[] STATES = TaskState.values();

  private static final String READ =
      """
      select s.number, s.state, s.ran, s.granted and r.state = 'open' as held
      from task_state s left join run r on r.project_id = s.project_id and r.run = s.run
      where s.project_id = ? and (s.state <> 'undo' or s.granted)
      """;

  /** Between a gate and its grants a run's tasks are as good as granted: no command may differ. */
  private static final String ABOUT_TO_BE_GRANTED =
      """
      select s.tasks from run_shard s join run r using (project_id, run)
      where s.project_id = ? and r.state = 'open' and s.grant_no is null
      """;

  private static final String PATCHED_ONCE =
      """
      select s.number, sheet.body
      from task_state s
      join plan_task t using (project_id, number)
      join sheet on sheet.digest = s.sheet
      where s.project_id = ? and t.once and s.sheet is not null
      """;

  private static final String AMONG = " and s.number = any (?)";

  /** From so many on, all are read sooner than each one is looked up. */
  private static final int MANY = 50_000;

  private final byte[] ordinals;
  private final BitSet held = new BitSet();
  private final BitSet ran = new BitSet();
  private final Map<Integer, TaskSheet> patched = new HashMap<>();

  private RecordedFacts(int tasks) {
    ordinals = new byte[tasks + 1];
  }

  /**
   * Of all tasks.
   *
   * @param project its id in the store
   */
  public static RecordedFacts read(Tx tx, int project) throws SQLException {
    return read(tx, project, "", project);
  }

  /** Of these tasks; others may show as undo whatever they are. */
  static RecordedFacts among(Tx tx, int project, BitSet numbers) throws SQLException {
    return numbers.cardinality() >= MANY
        ? read(tx, project)
        : read(tx, project, AMONG, project, numbers.stream().boxed().toArray(Integer[]::new));
  }

  private static RecordedFacts read(Tx tx, int project, String which, Object... parameters)
      throws SQLException {
    int tasks =
        tx.one(
            "select tasks from plan where project_id = ? order by revision desc limit 1",
            row -> row.getInt(1),
            project);
    RecordedFacts facts = new RecordedFacts(tasks);
    tx.each(READ + which, facts::add, parameters);
    tx.each(ABOUT_TO_BE_GRANTED, row -> facts.held.or(TaskRanges.parse(row.getString(1))), project);
    tx.each(PATCHED_ONCE + which, facts::addPatched, parameters);
    return facts;
  }

  private void add(ResultSet row) throws SQLException {
    int number = row.getInt("number");
    ordinals[number] = (byte) TaskState.of(row.getString("state")).ordinal();
    held.set(number, row.getBoolean("held"));
    ran.set(number, row.getBoolean("ran"));
  }

  private void addPatched(ResultSet row) throws SQLException {
    patched.put(
        row.getInt("number"),
        CanonicalJson.read(row.getString("body").getBytes(UTF_8), TaskSheet.class));
  }

  @Override
  public TaskState of(int number) {
    return STATES[ordinals[number]];
  }

  @Override
  public boolean held(int number) {
    return held.get(number);
  }

  @Override
  public boolean ran(int number) {
    return ran.get(number);
  }

  @Override
  public Optional<TaskSheet> patched(int number) {
    return Optional.ofNullable(patched.get(number));
  }
}
