package io.upg.store;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.function.Function;

/**
 * Grants and results do not wait for commands: what is decided on tasks counts only if it still
 * holds of rows that are locked.
 */
final class TaskLocks {
  /** In the order in which grants lock them. */
  private static final String LOCK =
      """
      select s.number from unnest(?::int4multirange) as range
      join task_state s on s.number >= lower(range) and s.number < upper(range)
      where s.project_id = ?
      order by s.number
      for no key update of s
      """;

  private TaskLocks() {}

  /**
   * Decides by what is recorded at the moment.
   *
   * @param <D> the decision
   */
  @FunctionalInterface
  interface Decide<D> {
    D decide() throws SQLException;
  }

  /**
   * Decides again until all tasks of the decision are locked.
   *
   * @param tasks those that it changes; none where it refuses
   */
  static <D> D settled(Tx tx, int project, Decide<D> decide, Function<D, BitSet> tasks)
      throws SQLException {
    BitSet locked = new BitSet();
    while (true) {
      D decision = decide.decide();
      BitSet free = (BitSet) tasks.apply(decision).clone();
      free.andNot(locked);
      if (free.isEmpty()) {
        return decision;
      }
      tx.list(LOCK, row -> row.getInt(1), TaskRanges.text(free), project);
      locked.or(free);
    }
  }
}
