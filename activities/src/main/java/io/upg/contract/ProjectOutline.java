package io.upg.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a project is, for people: what {@code upg status} says.
 *
 * @param phase of its newest batch; null before the first run
 * @param place that batch in its phase: {@code 3 of 9}; null before the first run
 * @param counts tasks by state, every state that occurs
 * @param waitingFor what the operator has to do, or null
 * @param openRuns their numbers
 */
public record ProjectOutline(
    String state,
    String phase,
    String place,
    Map<String, Integer> counts,
    String waitingFor,
    List<Integer> openRuns) {

  public ProjectOutline {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    openRuns = List.copyOf(openRuns);
  }
}
