package io.upg.plan.check;

import io.upg.plan.draft.ByKey;
import io.upg.plan.draft.Draft;
import io.upg.plan.draft.Membership.Journey;
import io.upg.plan.draft.Move;
import io.upg.plan.draft.Releases;
import io.upg.plan.draft.Some;
import io.upg.plan.input.Builtins;
import io.upg.plan.input.LogicBook.PhaseRule;
import io.upg.plan.input.Release;
import io.upg.plan.problem.Problems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Every instance with a target is upgraded by some phase, and every action of its release is listed
 * by one that takes it. A {@code scope: once} action needs that on its leader only.
 */
final class NothingIsDropped implements Check {
  private record Kind(Releases.Key release, Journey journey) {}

  @Override
  public void check(Draft draft, Problems problems) {
    ByKey.of(draft.moves(), m -> new Kind(Releases.Key.of(m), draft.membership().journey(m)))
        .forEach(
            (kind, moves) ->
                draft
                    .releases()
                    .of(moves.get(0))
                    .ifPresent(release -> check(draft, release, kind.journey, moves, problems)));
  }

  private static void check(
      Draft draft, Release release, Journey journey, List<Move> moves, Problems problems) {
    Set<String> listed = journey.phaseByAction().keySet();
    Set<String> unlisted = new LinkedHashSet<>();
    boolean upgraded = false;
    for (Release.Action action : release.actions().values()) {
      String name = action.name().value();
      boolean elsewhere = action.once() && draft.leaders().of(release, name).isPresent();
      upgraded |= listed.contains(name);
      if (!listed.contains(name) && !elsewhere && !name.equals(Builtins.DISTRIBUTE)) {
        unlisted.add(name);
      }
    }
    if (!upgraded && !unlisted.isEmpty()) {
      noPhase(draft, release, journey, unlisted, moves, problems);
    } else if (!unlisted.isEmpty()) {
      notListed(draft, release, journey, unlisted, moves, problems);
    }
  }

  private static void noPhase(
      Draft draft,
      Release release,
      Journey journey,
      Set<String> actions,
      List<Move> moves,
      Problems problems) {
    String taken =
        journey.phases().isEmpty()
            ? "no phase takes it"
            : "the phases that take it (" + journey.text() + ") list none of its actions";
    problems.error(
        "no-phase",
        moves.get(0).target().component().place(),
        Some.moves(moves) + " is to go to " + release.version() + ", but " + taken + ".",
        hint(draft, actions));
  }

  private static void notListed(
      Draft draft,
      Release release,
      Journey journey,
      Set<String> actions,
      List<Move> moves,
      Problems problems) {
    boolean one = actions.size() == 1;
    problems.error(
        "action-not-listed",
        release.actions().get(actions.iterator().next()).name().place(),
        (one ? "action " : "actions ")
            + String.join(", ", actions)
            + " of "
            + release.title()
            + " would never run for "
            + Some.moves(moves)
            + ": the phases that take it ("
            + journey.text()
            + ") do not list "
            + (one ? "it." : "them."),
        hint(draft, actions));
  }

  /** Where the first of the actions is listed at all. */
  private static String hint(Draft draft, Set<String> actions) {
    String action = actions.iterator().next();
    List<String> phases =
        draft.membership().book().phases().stream()
            .filter(phase -> phase.actionNames().contains(action))
            .map(NothingIsDropped::title)
            .toList();
    return phases.isEmpty()
        ? "No phase of the logic book lists '" + action + "'; add it where it belongs."
        : "'" + action + "' is listed by " + String.join(", ", phases) + ".";
  }

  private static String title(PhaseRule phase) {
    String components = phase.components().isEmpty() ? "" : ", components: " + phase.components();
    return phase.name() + " (on: " + phase.on() + components + ")";
  }
}
