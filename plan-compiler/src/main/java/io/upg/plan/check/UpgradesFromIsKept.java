package io.upg.plan.check;

import io.upg.plan.Versions;
import io.upg.plan.draft.ByKey;
import io.upg.plan.draft.Draft;
import io.upg.plan.draft.Move;
import io.upg.plan.draft.Some;
import io.upg.plan.input.Release;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Text;
import java.util.List;

/** A release is reached only from the versions that its {@code upgrades-from} names. */
final class UpgradesFromIsKept implements Check {
  private record Way(String component, String from, String to) {}

  @Override
  public void check(Draft draft, Problems problems) {
    ByKey.of(
            draft.moves(),
            move -> new Way(move.component(), move.instance().from(), move.instance().to()))
        .values()
        .forEach(
            moves ->
                draft
                    .releases()
                    .of(moves.get(0))
                    .ifPresent(release -> check(release, moves, problems)));
  }

  private static void check(Release release, List<Move> moves, Problems problems) {
    String from = moves.get(0).instance().from();
    List<String> admitted = release.upgradesFrom().stream().map(Text::value).toList();
    boolean toldAlready =
        from.equals(VersionsGoForward.UNKNOWN) || Versions.older(release.version(), from);
    if (!admitted.isEmpty() && !admitted.contains(from) && !toldAlready) {
      problems.error(
          "upgrades-from",
          moves.get(0).target().version().place(),
          Some.moves(moves)
              + " is at "
              + from
              + ", but "
              + release.title()
              + " is reached only from "
              + String.join(", ", admitted)
              + " ("
              + release.upgradesFrom().get(0).place()
              + ").",
          "Go to one of these versions first, in a project of its own.");
    }
  }
}
