package io.upg.store.query;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where a project is: the JSON document of {@code upg status}. Its names are read by other
 * programs: add, never rename.
 *
 * @param phase of the newest batch of the open run, or of the last one; null before the first run
 * @param batch that batch's number in its phase, from 1; null before the first run
 * @param batches how many batches the phase has; null before the first run
 * @param counts tasks by state, every state that occurs
 * @param waitingFor what the operator has to do, a sentence, or null
 * @param runs the open ones
 * @param live the node tasks under way; null where nothing is known of any
 */
@JsonPropertyOrder({
  "project",
  "state",
  "phase",
  "batch",
  "batches",
  "counts",
  "waitingFor",
  "runs",
  "live"
})
public record StatusDocument(
    String project,
    ProjectState state,
    String phase,
    Integer batch,
    Integer batches,
    Map<TaskState, Integer> counts,
    String waitingFor,
    List<Run> runs,
    LiveStatus live) {

  /**
   * An open run.
   *
   * @param phase of its newest batch
   * @param batch its newest batch, from 1, by the run's own numbers; 0 before the first
   * @param batches how many the run has
   * @param eta when it will be done if it goes on as fast as until now; null where nothing has
   *     ended yet
   */
  public record Run(
      int run,
      Direction direction,
      String phase,
      int batch,
      int batches,
      Instant startedAt,
      Instant eta) {}

  public StatusDocument {
    Map<TaskState, Integer> sorted = new EnumMap<>(TaskState.class);
    sorted.putAll(counts);
    counts = Collections.unmodifiableMap(sorted);
    runs = List.copyOf(runs);
  }

  public int count(TaskState state) {
    return counts.getOrDefault(state, 0);
  }

  public int tasks() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
