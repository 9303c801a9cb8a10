package io.upg.plan.check;

import io.upg.plan.Suggest;
import io.upg.plan.draft.Draft;
import io.upg.plan.input.LogicBook.PhaseRule;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Text;
import java.util.List;

/** Batches are given for phases that the logic book has; its components are in the inventory. */
final class PhaseNamesAreKnown implements Check {
  @Override
  public void check(Draft draft, Problems problems) {
    List<PhaseRule> phases = draft.membership().book().phases();
    List<String> names = phases.stream().map(phase -> phase.name().value()).toList();
    for (Text phase : draft.project().batches().keySet()) {
      if (!names.contains(phase.value())) {
        String meant = Suggest.hint(phase.value(), names);
        problems.error(
            "unknown-phase",
            phase.place(),
            "the logic book has no phase '" + phase + "'.",
            meant.isEmpty() ? "Phases: " + String.join(", ", names) + "." : meant);
      }
    }
    phases.stream()
        .flatMap(phase -> phase.components().stream())
        .filter(component -> !draft.fleet().components().contains(component.value()))
        .forEach(component -> nobodyRuns(draft, component, problems));
  }

  private static void nobodyRuns(Draft draft, Text component, Problems problems) {
    problems.note(
        "unknown-component",
        component.place(),
        "no host of the inventory runs component '" + component + "'.",
        Suggest.hint(component.value(), draft.fleet().components()));
  }
}
