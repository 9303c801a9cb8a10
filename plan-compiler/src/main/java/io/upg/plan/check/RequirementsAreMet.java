package io.upg.plan.check;

import io.upg.plan.Suggest;
import io.upg.plan.draft.ByKey;
import io.upg.plan.draft.Draft;
import io.upg.plan.draft.FleetInstance;
import io.upg.plan.draft.Move;
import io.upg.plan.draft.Releases;
import io.upg.plan.draft.Some;
import io.upg.plan.input.Release;
import io.upg.plan.input.Release.Requirement;
import io.upg.plan.problem.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A required component is there, and at a version that will do: its target, or what runs where it
 * has none. On a host that runs the required component itself that instance counts; elsewhere all
 * of them do.
 */
final class RequirementsAreMet implements Check {
  @Override
  public void check(Draft draft, Problems problems) {
    Map<Releases.Key, List<Move>> byRelease = ByKey.of(draft.moves(), Releases.Key::of);
    Map<String, String> targets = new HashMap<>();
    draft.moves().forEach(move -> targets.put(move.title(), move.instance().to()));
    for (Release release : draft.releases().all()) {
      for (Requirement requirement : release.requires()) {
        List<Move> moves = byRelease.getOrDefault(Releases.Key.of(release), List.of());
        if (!draft.fleet().mentions(requirement.component().value())) {
          absent(draft, release, requirement, problems);
        } else if (!moves.isEmpty()) {
          versions(draft, release, requirement, moves, targets, problems);
        }
      }
    }
  }

  private static void absent(
      Draft draft, Release release, Requirement requirement, Problems problems) {
    problems.error(
        "required-absent",
        requirement.component().place(),
        release.title()
            + " requires "
            + requirement.component()
            + ", which no host of the inventory runs.",
        Suggest.hint(requirement.component().value(), draft.fleet().components()));
  }

  private static void versions(
      Draft draft,
      Release release,
      Requirement requirement,
      List<Move> moves,
      Map<String, String> targets,
      Problems problems) {
    List<FleetInstance> all = draft.fleet().instancesOf(requirement.component().value());
    Map<Integer, List<FleetInstance>> byHost = ByKey.of(all, FleetInstance::rank);
    Map<Integer, List<FleetInstance>> wrongByHost =
        ByKey.of(
            all.stream()
                .filter(i -> !i.version().isEmpty())
                .filter(i -> !requirement.version().admits(version(i, targets)))
                .toList(),
            FleetInstance::rank);
    boolean anyWrong = !wrongByHost.isEmpty();
    List<Move> unmet =
        moves.stream()
            .filter(
                m -> byHost.containsKey(m.rank()) ? wrongByHost.containsKey(m.rank()) : anyWrong)
            .toList();
    if (!unmet.isEmpty()) {
      FleetInstance wrong =
          wrongByHost
              .getOrDefault(unmet.get(0).rank(), wrongByHost.values().iterator().next())
              .get(0);
      problems.error(
          "required-version",
          requirement.component().place(),
          Some.moves(unmet)
              + " goes to "
              + release.version()
              + ", which requires "
              + requirement.component()
              + " "
              + requirement.version().text()
              + ", but "
              + title(wrong)
              + " is at "
              + version(wrong, targets)
              + (targets.containsKey(title(wrong)) ? " after the upgrade." : "."),
          "Give " + requirement.component() + " a target that will do.");
    }
  }

  private static String title(FleetInstance instance) {
    return instance.label() + " on " + instance.host();
  }

  private static String version(FleetInstance instance, Map<String, String> targets) {
    return targets.getOrDefault(title(instance), instance.version());
  }
}
