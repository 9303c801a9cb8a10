package io.upg.plan.cut;

import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.patch.Patch;
import io.upg.plan.patch.PatchedSheet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides on a patch: see {@link PatchDecision#of}. */
final class PatchCut {
  private final Contents contents;
  private final GlobalPlan plan;
  private final TaskFacts facts;
  private final Patch patch;
  private final boolean chosen;
  private final boolean named;
  private final Wanted wanted;
  private final Naming naming;
  private final PatchNames names;

  PatchCut(Contents contents, TaskFacts facts, Selection selection, Patch patch) {
    this.contents = contents;
    this.plan = contents.plan();
    this.facts = facts;
    this.patch = patch;
    this.chosen = !selection.isEmpty();
    this.named = !selection.tasks().isEmpty();
    this.wanted = new Wanted(plan, facts, chosen ? selection : Selection.ALL);
    this.naming = Naming.byFacts(plan, facts);
    this.names = new PatchNames(contents, patch);
  }

  PatchDecision decide() {
    List<String> problems = new ArrayList<>(patch.problems());
    if (problems.isEmpty()) {
      problems.addAll(names.problems());
    }
    if (!problems.isEmpty()) {
      return refused(Rule.BAD_INPUT, String.join(" ", problems), List.of());
    }
    BitSet concerned = wanted.those(this::concerned);
    BitSet busy = Numbers.those(concerned, facts::atWork);
    BitSet fit = Numbers.those(concerned, number -> !busy.get(number) && fit(number));
    Optional<Refusal> refusal =
        wanted.badInput().or(() -> namedAtWork(busy)).or(() -> namedButNot(concerned, fit));
    return refusal
        .<PatchDecision>map(PatchDecision.Refused::new)
        .orElseGet(() -> patched(concerned, busy, fit));
  }

  private Optional<Refusal> namedAtWork(BitSet busy) {
    return named ? wanted.atWork(busy) : Optional.empty();
  }

  private Optional<Refusal> namedButNot(BitSet concerned, BitSet fit) {
    return wanted
        .namedButNot(
            concerned,
            "be patched so",
            "They are of another component or action, or have no '%s' to change."
                .formatted(patch.script() == null ? patch.change().action() : patch.script()))
        .or(
            () ->
                wanted.namedButNot(
                    fit,
                    "be patched",
                    "What is done has run: only its way back can still be patched. To run it again,"
                        + " take it back first (upg rollback), then patch and run it."));
  }

  private boolean concerned(int number) {
    Task task = naming.task(number);
    if (!names.inScope(task)) {
      return false;
    }
    TaskSheet sheet = contents.of(task);
    return !patch.replacesFile()
        || (named ? contents.hasFile(sheet, patch.script()) : names.uses(sheet, patch.script()));
  }

  private boolean fit(int number) {
    return switch (facts.of(number)) {
      case UNDO, ROLLED_BACK, FAIL, UNREACHABLE, UNKNOWN, ROLLBACK_FAIL -> true;
      case SKIPPED -> chosen;
      case DONE -> chosen && names.changesWayBack(contents.of(naming.task(number)));
      case RUNNING, ROLLING_BACK -> false;
    };
  }

  private PatchDecision patched(BitSet concerned, BitSet busy, BitSet fit) {
    Map<String, String> known = new HashMap<>();
    Set<String> problems = new LinkedHashSet<>();
    SortedMap<Integer, String> digests = new TreeMap<>();
    Map<String, TaskSheet> sheets = new HashMap<>();
    for (int number = fit.nextSetBit(0); number >= 0; number = fit.nextSetBit(number + 1)) {
      String before = contents.digest(naming.task(number));
      String after = known.computeIfAbsent(before, digest -> patched(digest, sheets, problems));
      if (!after.equals(before)) {
        digests.put(number, after);
      }
    }
    problems.addAll(names.undefinedReferences(digests.keySet()));
    if (!problems.isEmpty()) {
      return refused(Rule.BAD_INPUT, String.join(" ", problems), List.of());
    }
    return new PatchDecision.Accepted(digests, sheets, notes(concerned, busy, fit, digests));
  }

  /** The digest of what becomes of this sheet: the same where nothing does. */
  private String patched(String digest, Map<String, TaskSheet> sheets, Set<String> problems) {
    PatchedSheet result = PatchedSheet.of(contents.sheet(digest), patch);
    problems.addAll(result.problems());
    if (result.sheet().equals(contents.sheet(digest))) {
      return digest;
    }
    String patched = CanonicalJson.digest(result.sheet());
    sheets.put(patched, result.sheet());
    return patched;
  }

  private List<String> notes(
      BitSet concerned, BitSet busy, BitSet fit, SortedMap<Integer, String> digests) {
    List<String> notes = new ArrayList<>();
    if (!busy.isEmpty()) {
      notes.add(
          "%s left as they are because a run is at work on them: %s."
              .formatted(Naming.countBeing(busy, "task"), naming.named(busy)));
    }
    BitSet over = Numbers.those(concerned, n -> !busy.get(n) && !fit.get(n));
    if (!over.isEmpty()) {
      notes.add(
          "%s left as they are: %s."
              .formatted(Naming.countBeing(over, "settled task"), naming.named(over)));
    }
    BitSet same = Numbers.those(fit, number -> !digests.containsKey(number));
    if (!same.isEmpty()) {
      notes.add(
          "%s so already: %s.".formatted(Naming.countBeing(same, "task"), naming.named(same)));
    }
    if (digests.isEmpty()) {
      notes.add("Nothing is patched: no selected task is left to patch.");
    }
    return notes;
  }

  private static PatchDecision refused(String rule, String message, List<String> tasks) {
    return new PatchDecision.Refused(new Refusal(rule, message, tasks));
  }
}
