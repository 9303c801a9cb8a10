package io.upg.plan.check;

import io.upg.plan.draft.ByKey;
import io.upg.plan.draft.Draft;
import io.upg.plan.draft.FleetInstance;
import io.upg.plan.draft.Membership.Journey;
import io.upg.plan.draft.Move;
import io.upg.plan.input.Builtins;
import io.upg.plan.input.LogicBook.PhaseRule;
import io.upg.plan.input.Release;
import io.upg.plan.order.Actions;
import io.upg.plan.problem.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A required component does not come in a later phase than what requires it. On a host that runs
 * the required component itself that instance counts; elsewhere all of them do.
 */
final class RequiredPhaseIsNotLater implements Check {
  private static final Set<String> FREE = Set.of(Builtins.DISTRIBUTE, Actions.STOP);

  @Override
  public void check(Draft draft, Problems problems) {
    if (!draft.requires().cycles().isEmpty()) {
      return; // reported; what comes first would be told twice
    }
    Map<String, List<Move>> byComponent = ByKey.of(draft.moves(), Move::component);
    for (Release release : draft.releases().all()) {
      List<Move> moves =
          byComponent.getOrDefault(release.component(), List.of()).stream()
              .filter(move -> move.instance().to().equals(release.version()))
              .toList();
      for (Release.Requirement requirement : release.requires()) {
        List<Move> required = byComponent.getOrDefault(requirement.component().value(), List.of());
        late(draft, release, moves, required)
            .ifPresent(late -> report(draft, release, requirement, late, problems));
      }
    }
  }

  private record Late(Move move, Move required, String action) {}

  private static Optional<Late> late(
      Draft draft, Release release, List<Move> moves, List<Move> required) {
    Map<Integer, List<Move>> byHost = ByKey.of(required, Move::rank);
    Set<Integer> running = new HashSet<>();
    if (!required.isEmpty()) {
      draft.fleet().instancesOf(required.get(0).component()).stream()
          .map(FleetInstance::rank)
          .forEach(running::add);
    }
    List<Move> kinds = oneOfEachJourney(draft, required);
    for (Move move : moves) {
      List<Move> relevant =
          running.contains(move.rank()) ? byHost.getOrDefault(move.rank(), List.of()) : kinds;
      for (Move other : relevant) {
        Optional<String> action = lateAction(draft, release, move, other);
        if (action.isPresent()) {
          return Optional.of(new Late(move, other, action.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static List<Move> oneOfEachJourney(Draft draft, List<Move> moves) {
    Map<Journey, List<Move>> byJourney = ByKey.of(moves, draft.membership()::journey);
    return byJourney.values().stream().map(same -> same.get(0)).toList();
  }

  private static Optional<String> lateAction(
      Draft draft, Release release, Move move, Move required) {
    Optional<Release> other = draft.releases().of(required);
    if (other.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Integer> phases = draft.membership().journey(move).phaseByAction();
    Map<String, Integer> theirs = draft.membership().journey(required).phaseByAction();
    return release.actions().keySet().stream()
        .filter(action -> other.get().actions().containsKey(action) && !FREE.contains(action))
        .filter(action -> phases.containsKey(action) && theirs.containsKey(action))
        .filter(action -> phases.get(action) < theirs.get(action))
        .findFirst();
  }

  private static void report(
      Draft draft, Release release, Release.Requirement requirement, Late late, Problems problems) {
    List<PhaseRule> phases = draft.membership().book().phases();
    PhaseRule phase = phases.get(draft.membership().phaseOf(late.move, late.action).orElseThrow());
    PhaseRule later =
        phases.get(draft.membership().phaseOf(late.required, late.action).orElseThrow());
    problems.error(
        "required-later",
        requirement.component().place(),
        release.title()
            + " requires "
            + requirement.component()
            + ", but "
            + late.action
            + " of "
            + late.move.title()
            + " is in phase "
            + phase.name()
            + ", and that of "
            + late.required.title()
            + " only in the later phase "
            + later.name()
            + ".",
        "Put "
            + later.name()
            + " before "
            + phase.name()
            + ", or take "
            + requirement.component()
            + " in a phase before it.");
  }
}
