package io.upg.plan.check;

import io.upg.plan.draft.Draft;
import io.upg.plan.input.Builtins;
import io.upg.plan.input.LogicBook.PhaseRule;
import io.upg.plan.input.Release;
import io.upg.plan.order.Actions;
import io.upg.plan.order.Groups;
import io.upg.plan.problem.Problems;
import java.util.List;

/** Notes on what is allowed but may surprise. */
final class WorthKnowing implements Check {
  @Override
  public void check(Draft draft, Problems problems) {
    if (draft.moves().isEmpty()) {
      problems.note(
          "nothing-to-do",
          draft.project().name().place(),
          "every instance that a target names is at its target already; the plan is empty.",
          "");
    }
    List<PhaseRule> phases = draft.membership().book().phases();
    if (phases.stream().noneMatch(phase -> phase.actionNames().contains(Builtins.DISTRIBUTE))) {
      problems.note(
          "no-distribute",
          draft.project().logic().place(),
          "no phase of the logic book lists 'distribute': hosts fetch releases when a task first"
              + " needs them.",
          "");
    }
    groupsAgainstRequires(draft, problems);
  }

  private static void groupsAgainstRequires(Draft draft, Problems problems) {
    Groups groups = new Groups(draft.releases());
    for (Release release : draft.releases().all()) {
      for (Release.Requirement requirement : release.requires()) {
        draft.releases().all().stream()
            .filter(other -> other.component().equals(requirement.component().value()))
            .forEach(other -> compare(groups, release, other, requirement, problems));
      }
    }
  }

  private static void compare(
      Groups groups,
      Release release,
      Release required,
      Release.Requirement requirement,
      Problems problems) {
    boolean stop = goes(Actions.STOP, required, release, groups);
    boolean start = goes(Actions.START, release, required, groups);
    if (stop || start) {
      String what = stop && start ? "stop and start" : stop ? "stop" : "start";
      problems.note(
          "groups-against-requires",
          requirement.component().place(),
          release.title()
              + " requires "
              + required.component()
              + ", but the "
              + what
              + " groups put them the other way round; the groups are kept.",
          "");
    }
  }

  /** Whether {@code first} goes before {@code second} by groups, though it should not. */
  private static boolean goes(String action, Release first, Release second, Groups groups) {
    return first.actions().containsKey(action)
        && second.actions().containsKey(action)
        && groups.of(action, first).compareTo(groups.of(action, second)) < 0;
  }
}
