package io.upg.plan.check;

import io.upg.plan.draft.Draft;
import io.upg.plan.problem.Problems;

/** One rule about a whole project. */
public interface Check {
  void check(Draft draft, Problems problems);
}
