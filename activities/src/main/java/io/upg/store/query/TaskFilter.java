package io.upg.store.query;

import io.upg.plan.model.TaskState;
import java.util.List;
import java.util.Set;

/**
 * Which tasks, and how many of them.
 *
 * @param numbers the tasks' numbers in the plan; null for all
 * @param states null for all
 * @param after id of the task behind which the answer begins; null for the first
 * @param limit the most that are given
 */
public record TaskFilter(List<Integer> numbers, Set<TaskState> states, String after, int limit) {
  public static final TaskFilter ALL = new TaskFilter(null, null, null, Integer.MAX_VALUE);

  public TaskFilter {
    numbers = numbers == null ? null : List.copyOf(numbers);
    states = states == null ? null : Set.copyOf(states);
  }

  public static TaskFilter in(Set<TaskState> states, int limit) {
    return new TaskFilter(null, states, null, limit);
  }
}
