package io.upg.plan.check;

import io.upg.plan.compile.SourceTree;
import io.upg.plan.draft.Releases;
import io.upg.plan.draft.Requires;
import io.upg.plan.problem.Problems;

/** One rule about releases alone, whatever fleet they are for. */
public interface ReleaseCheck {
  void check(SourceTree tree, Releases releases, Requires requires, Problems problems);
}
