package io.upg.plan.cut;

import io.upg.plan.model.TaskSheet;
import io.upg.plan.patch.Patch;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What {@code upg patch} does: no run and no state, only the content of tasks. */
public sealed interface PatchDecision {

  /**
   * @param digests number of each task that gets a new revision → digest of its new sheet
   * @param sheets digest → content of the new sheets
   * @param notes one sentence each, for the operator
   */
  record Accepted(
      SortedMap<Integer, String> digests, Map<String, TaskSheet> sheets, List<String> notes)
      implements PatchDecision {
    public Accepted {
      digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
      sheets = Collections.unmodifiableMap(new HashMap<>(sheets));
      notes = List.copyOf(notes);
    }

    /** Numbers of the tasks. */
    public BitSet tasks() {
      BitSet numbers = new BitSet();
      digests.keySet().forEach(numbers::set);
      return numbers;
    }
  }

  record Refused(Refusal refusal) implements PatchDecision {}

  /**
   * The tasks of the patch's component that use what it changes: a script, those that run it
   * forwards or backwards; another file, all that have the release. Nothing selected: those that
   * are undo, rolled_back, fail, unreachable, unknown or rollback_fail. Selected: skipped ones too,
   * and done ones where their way back changes. Never one that a run is at work on.
   *
   * <p>Refused, in this order, with {@link Rule#BAD_INPUT} where the patch is incomplete, or a name
   * unknown; {@link Rule#TASK_RUNNING} where a run is at work on a named task; {@link
   * Rule#WRONG_STATE} where a named one cannot be patched; {@link Rule#BAD_INPUT} where the changed
   * content would not be valid.
   */
  static PatchDecision of(Contents contents, TaskFacts facts, Selection selection, Patch patch) {
    return new PatchCut(contents, facts, selection, patch).decide();
  }
}
