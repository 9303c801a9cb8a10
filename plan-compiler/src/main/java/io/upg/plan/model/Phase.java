package io.upg.plan.model;

import java.util.List;

/**
 * A phase of the global plan.
 *
 * @param stages one name a batch, in order: batch {@code n} is {@code stages.get(n - 1)}; what the
 *     batch does, for people ("stop group 2", "hosts 11 to 20 of 40")
 * @param budget how many hosts may be left behind
 * @param hosts how many hosts have tasks in this phase: what a percentage is of
 */
public record Phase(
    String name,
    Layout layout,
    boolean reversible,
    boolean pauseAfter,
    List<String> stages,
    Budget budget,
    int hosts) {

  public Phase {
    stages = List.copyOf(stages);
  }

  public int batches() {
    return stages.size();
  }
}
