package io.upg.store.query;

import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the tasks of a run, by their states now.
 *
 * @param command the word of the command that made the run
 * @param endedEarly why it was closed before its last batch, where it was paused or aborted; else
 *     null
 * @param unsettled the first few that are not settled in the run's direction: those that failed,
 *     then the others, each in plan order
 */
public record RunOutcome(
    String command,
    Direction direction,
    String endedEarly,
    Map<TaskState, Integer> counts,
    List<TaskRow> unsettled) {

  public RunOutcome {
    Map<TaskState, Integer> sorted = new EnumMap<>(TaskState.class);
    sorted.putAll(counts);
    counts = Collections.unmodifiableMap(sorted);
    unsettled = List.copyOf(unsettled);
  }

  public int tasks() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  public int unsettledCount() {
    return counts.entrySet().stream()
        .filter(entry -> !entry.getKey().settled(direction))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Whether every one is settled in the run's direction. */
  public boolean settled() {
    return unsettledCount() == 0;
  }
}
