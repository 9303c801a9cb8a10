package io.upg.plan.draft;

import io.upg.plan.compile.SourceTree;
import io.upg.plan.input.Project;
import java.util.List;

/**
 * Everything that the files say, found but not yet put in order. What could not be read is simply
 * not there: rules are checked on the rest.
 *
 * @param moves sorted by host, component and name
 */
public record Draft(
    SourceTree tree,
    Project project,
    Fleet fleet,
    List<Move> moves,
    Releases releases,
    Requires requires,
    Membership membership,
    Leaders leaders) {

  public Draft {
    moves = List.copyOf(moves);
  }
}
