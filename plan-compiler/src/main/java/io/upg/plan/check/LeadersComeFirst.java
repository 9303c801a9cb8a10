package io.upg.plan.check;

import io.upg.plan.draft.Draft;
import io.upg.plan.draft.Leaders;
import io.upg.plan.draft.Move;
import io.upg.plan.draft.Some;
import io.upg.plan.input.Release;
import io.upg.plan.problem.Problems;
import java.util.List;

/**
 * A {@code leader:} names a host that can do the {@code scope: once} action, and no other host
 * comes to that action in an earlier phase.
 */
final class LeadersComeFirst implements Check {
  @Override
  public void check(Draft draft, Problems problems) {
    for (Release release : draft.releases().all()) {
      for (Release.Action action : release.actions().values()) {
        if (action.leader().isPresent()) {
          hasLeader(draft, release, action, problems);
        }
      }
    }
    draft.leaders().all().forEach(leader -> comesFirst(draft, leader, problems));
  }

  private static void hasLeader(
      Draft draft, Release release, Release.Action action, Problems problems) {
    String name = action.name().value();
    List<Move> able =
        draft.moves().stream()
            .filter(move -> draft.releases().of(move).filter(release::equals).isPresent())
            .filter(move -> draft.membership().phaseOf(move, name).isPresent())
            .toList();
    if (!able.isEmpty() && draft.leaders().of(release, name).isEmpty()) {
      problems.error(
          "leader",
          action.leader().orElseThrow().place(),
          "leader '"
              + action.leader().orElseThrow()
              + "' of action '"
              + name
              + "' matches no host on which "
              + release.title()
              + " is to do it.",
          "It is to be done for " + Some.moves(able) + ".");
    }
  }

  private static void comesFirst(Draft draft, Leaders.Leader leader, Problems problems) {
    String name = leader.action().name().value();
    List<Move> earlier =
        draft.moves().stream()
            .filter(move -> move.component().equals(leader.release().component()))
            .filter(
                move ->
                    draft.membership().phaseOf(move, name).orElse(leader.phase()) < leader.phase())
            .filter(move -> draft.releases().of(move).filter(leader.release()::equals).isPresent())
            .toList();
    if (!earlier.isEmpty()) {
      problems.error(
          "leader",
          leader.action().name().place(),
          "action '"
              + name
              + "' is done once, on "
              + leader.move().instance().host()
              + ", but the phase of "
              + Some.moves(earlier)
              + " comes before.",
          "Name a leader in that phase.");
    }
  }
}
