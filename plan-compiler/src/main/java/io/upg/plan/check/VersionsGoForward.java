package io.upg.plan.check;

import io.upg.plan.Versions;
import io.upg.plan.draft.ByKey;
import io.upg.plan.draft.Draft;
import io.upg.plan.draft.Move;
import io.upg.plan.draft.Some;
import io.upg.plan.problem.Problems;
import java.util.List;

/** What runs is known, and not newer than the target. */
final class VersionsGoForward implements Check {
  /** What an imported inventory says where nobody said what runs. */
  static final String UNKNOWN = "unknown";

  private record Way(String component, String from, String to) {
    static Way of(Move move) {
      return new Way(move.component(), move.instance().from(), move.instance().to());
    }
  }

  @Override
  public void check(Draft draft, Problems problems) {
    ByKey.of(draft.moves(), Way::of).forEach((way, moves) -> check(way, moves, problems));
  }

  private static void check(Way way, List<Move> moves, Problems problems) {
    Move first = moves.get(0);
    if (way.from.equals(UNKNOWN)) {
      problems.error(
          "unknown-version",
          first.place(),
          Some.moves(moves)
              + " is at version 'unknown', so no way to "
              + way.to
              + " can be planned.",
          "Say what runs there: upg inventory import --version "
              + way.component
              + "=VERSION, or"
              + " write it in the inventory.");
    } else if (Versions.older(way.to, way.from)) {
      problems.error(
          "older-target",
          first.target().version().place(),
          "target "
              + way.to
              + " of "
              + Some.moves(moves)
              + " is older than "
              + way.from
              + ", which runs there.",
          "upg does not downgrade; a finished upgrade is taken back with upg rollback.");
    }
  }
}
