package io.upg.plan.draft;

import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names of one entry that earlier entries have given already: one problem for each such entry. */
final class Repeats {
  private final Map<Place, List<String>> byFirst = new LinkedHashMap<>();

  /**
   * @param first where the name stood first, or null
   * @return whether it is new
   */
  boolean add(Place first, String name) {
    if (first != null) {
      byFirst.computeIfAbsent(first, place -> new ArrayList<>()).add(name);
    }
    return first == null;
  }

  void report(String code, String what, Place place, String hint, Problems problems) {
    byFirst.forEach(
        (first, names) ->
            problems.error(
                code,
                place,
                what
                    + " "
                    + Some.of(names)
                    + " stands here again; it is in line "
                    + first.line()
                    + ".",
                hint));
  }
}
