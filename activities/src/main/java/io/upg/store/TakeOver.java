package io.upg.store;

import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Contents;
import io.upg.plan.cut.PatchDecision;
import io.upg.plan.cut.TaskFacts;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.model.TaskSheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code upg patch --from OTHER}: its patches in their order, each where this project upgrades to
 * the very release that it was made for.
 */
final class TakeOver {
  private Contents contents;
  private final TaskFacts facts;
  private final CommandRequest command;
  private final String other;
  private final List<PatchPlan.Applied> applied = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  TakeOver(Contents contents, TaskFacts facts, CommandRequest command) {
    this.contents = contents;
    this.facts = facts;
    this.command = command;
    this.other = command.from();
  }

  PatchPlan of(List<StoredPatch> patches) {
    String project = contents.plan().project();
    if (command.component() != null || command.script() != null || command.change() != null) {
      return PatchPlan.refused(
          "--from takes over the patches of '%s' as they are: say nothing else of a patch with it."
              .formatted(other));
    }
    if (other.equals(project)) {
      return PatchPlan.refused("Project '" + project + "' cannot take over its own patches.");
    }
    if (patches == null) {
      return PatchPlan.refused(
          "There is no project '%s' to take patches from. See: upg project list".formatted(other));
    }
    if (patches.isEmpty()) {
      notes.add("Project '" + other + "' has no patches.");
    }
    for (StoredPatch patch : patches) {
      PatchPlan refused = take(patch);
      if (refused != null) {
        return refused;
      }
    }
    return new PatchPlan(null, applied, notes);
  }

  /** Null, or the refusal of the whole command. */
  private PatchPlan take(StoredPatch patch) {
    String title =
        "Patch %d of '%s' (%s: %s)"
            .formatted(patch.number(), other, patch.patch().component(), patch.reason());
    String unlike = unlike(patch);
    if (unlike != null) {
      notes.add(title + " is not taken over: " + unlike);
      return null;
    }
    PatchDecision decision = PatchDecision.of(contents, facts, command.selection(), patch.patch());
    if (decision instanceof PatchDecision.Refused refused) {
      if (!command.selection().tasks().isEmpty()) {
        return new PatchPlan(refused.refusal(), List.of(), List.of());
      }
      notes.add(title + " is not taken over: " + refused.refusal().message());
      return null;
    }
    PatchDecision.Accepted accepted = (PatchDecision.Accepted) decision;
    if (accepted.digests().isEmpty()) {
      notes.add(title + " is not taken over: " + String.join(" ", accepted.notes()));
      return null;
    }
    notes.add(title + " is taken over for " + count(accepted.digests().size()) + ".");
    contents = contents.after(accepted);
    applied.add(new PatchPlan.Applied(patch.patch(), other + " " + patch.number(), accepted));
    return null;
  }

  /** Why the patch does not fit this project, or null. */
  private String unlike(StoredPatch patch) {
    String component = patch.patch().component();
    Set<String> here =
        contents.plan().sheets().values().stream()
            .filter(sheet -> sheet.component().equals(component))
            .map(TaskSheet::release)
            .collect(Collectors.toSet());
    if (here.isEmpty()) {
      return "this project does not upgrade " + component + ".";
    }
    if (patch.releases().containsAll(here)) {
      return null;
    }
    String releases =
        here.stream()
            .map(contents.manifests()::get)
            .map(ReleaseManifest::version)
            .sorted()
            .distinct()
            .collect(Collectors.joining(", "));
    return "the release %s %s of this project is not the one that it was made for. Look at both, then patch this one by hand."
        .formatted(component, releases);
  }

  private static String count(int tasks) {
    return tasks + (tasks == 1 ? " task" : " tasks");
  }
}
