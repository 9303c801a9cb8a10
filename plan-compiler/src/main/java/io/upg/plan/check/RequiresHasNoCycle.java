package io.upg.plan.check;

import io.upg.plan.compile.SourceTree;
import io.upg.plan.draft.Releases;
import io.upg.plan.draft.Requires;
import io.upg.plan.input.Release;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import java.util.List;

/** No component requires itself, not even by way of others. */
final class RequiresHasNoCycle implements ReleaseCheck {
  @Override
  public void check(SourceTree tree, Releases releases, Requires requires, Problems problems) {
    for (List<String> cycle : requires.cycles()) {
      problems.error(
          "requires-cycle",
          place(releases, cycle.get(0), cycle.get(1)),
          "'requires' goes round in a circle: "
              + String.join(" -> ", cycle)
              + ", so none of them can go first.",
          "Remove one of these requirements.");
    }
  }

  private static Place place(Releases releases, String component, String required) {
    for (Release release : releases.all()) {
      for (Release.Requirement requirement : release.requires()) {
        if (release.component().equals(component)
            && requirement.component().value().equals(required)) {
          return requirement.component().place();
        }
      }
    }
    throw new IllegalArgumentException(component + " does not require " + required);
  }
}
