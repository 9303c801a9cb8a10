package io.upg.store;

import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Contents;
import io.upg.plan.cut.PatchDecision;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.Rule;
import io.upg.plan.cut.Selection;
import io.upg.plan.cut.TaskFacts;
import io.upg.plan.model.Step;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.patch.Patch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a {@code patch} command does, patch by patch: one of its own, or those of another project.
 * The same for its judgement and for a dry run. Pure.
 *
 * @param refusal null where it can be done
 */
public record PatchPlan(Refusal refusal, List<Applied> applied, List<String> notes) {

  /**
   * @param origin the project and number that it is taken over from, or null
   */
  public record Applied(Patch patch, String origin, PatchDecision.Accepted decision) {}

  /** A file that a patch brings. {@code program}: it is executed. */
  public record File(String name, boolean program) {}

  public PatchPlan {
    applied = List.copyOf(applied);
    notes = List.copyOf(notes);
  }

  /**
   * @param others the patches of the project that the command takes over from, or null where there
   *     is no such project
   */
  public static PatchPlan of(
      Contents contents, TaskFacts facts, CommandRequest command, List<StoredPatch> others) {
    Optional<Refusal> incomplete = CommandCut.incomplete(command);
    if (incomplete.isPresent()) {
      return refused(incomplete.get());
    }
    return command.from() == null
        ? own(contents, facts, command.selection(), command.patch())
        : new TakeOver(contents, facts, command).of(others);
  }

  private static PatchPlan own(
      Contents contents, TaskFacts facts, Selection selection, Patch patch) {
    PatchDecision decision = PatchDecision.of(contents, facts, selection, patch);
    if (!(decision instanceof PatchDecision.Accepted accepted)) {
      return refused(((PatchDecision.Refused) decision).refusal());
    }
    List<Applied> applied =
        accepted.digests().isEmpty() ? List.of() : List.of(new Applied(patch, null, accepted));
    return new PatchPlan(null, applied, accepted.notes());
  }

  static PatchPlan refused(String message) {
    return refused(new Refusal(Rule.BAD_INPUT, message, List.of()));
  }

  private static PatchPlan refused(Refusal refusal) {
    return new PatchPlan(refusal, List.of(), List.of());
  }

  /** Numbers of all tasks that get a new revision. */
  public BitSet tasks() {
    BitSet tasks = new BitSet();
    applied.forEach(patch -> tasks.or(patch.decision().tasks()));
    return tasks;
  }

  /** Digest → content of every new sheet. */
  public Map<String, TaskSheet> sheets() {
    Map<String, TaskSheet> sheets = new HashMap<>();
    applied.forEach(patch -> sheets.putAll(patch.decision().sheets()));
    return sheets;
  }

  /** SHA-256 → file, of everything that the patches bring. */
  public Map<String, File> files() {
    Map<String, File> files = new TreeMap<>();
    for (Applied patch : applied) {
      patch
          .patch()
          .files()
          .forEach((name, sha256) -> files.put(sha256, new File(name, runs(patch, name))));
    }
    return files;
  }

  private static boolean runs(Applied patch, String name) {
    return patch.decision().sheets().values().stream()
        .anyMatch(
            sheet ->
                Step.scripts(sheet.forward()).contains(name)
                    || Step.scripts(sheet.backward()).contains(name));
  }

  /** All notes of the parts, in order. */
  static List<String> joined(List<String> some, List<String> more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}
