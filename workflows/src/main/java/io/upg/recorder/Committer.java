package io.upg.recorder;

import io.upg.store.RunReports;
import java.util.List;

/** Commits all of a group or, throwing, nothing of it; the same results may come again. */
@FunctionalInterface
interface Committer {
  void commit(List<RunReports> group);
}
