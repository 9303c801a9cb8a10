package io.upg.plan.render;

import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.CurrentPlan.Batch;
import io.upg.plan.cut.CurrentPlan.NodeTask;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Phase;
import io.upg.plan.model.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan folded for people: hosts whose node tasks are equal in shape are one {@link Kind}, and
 * batches that follow each other with the same kinds are one {@link Stretch}. Ten thousand hosts
 * that do the same in a thousand batches are a few lines.
 */
final class PlanOutline {

  /** One phase, with nothing to do where it has no stretches. */
  record PhaseOutline(Phase phase, List<Stretch> stretches) {
    int tasks() {
      return stretches.stream().mapToInt(Stretch::tasks).sum();
    }
  }

  /** Batches {@code first} to {@code last} of the phase, alike but for their hosts. */
  record Stretch(int first, int last, String stage, List<Kind> kinds, List<Batch> batches) {
    int tasks() {
      return batches.stream().mapToInt(Batch::tasks).sum();
    }

    int nodeTasks() {
      return batches.stream().mapToInt(batch -> batch.nodeTasks().size()).sum();
    }
  }

  /**
   * Node tasks that differ in their host only.
   *
   * @param groups what each serial group does
   */
  record Kind(List<String> groups, List<String> hosts) {}

  private final GlobalPlan plan;
  private final TaskWords words;

  private PlanOutline(GlobalPlan plan) {
    this.plan = plan;
    this.words = new TaskWords(plan);
  }

  /** Of a cut out of the plan: every phase of the plan, in order. */
  static List<PhaseOutline> of(GlobalPlan plan, CurrentPlan cut) {
    return new PlanOutline(plan).outline(cut);
  }

  private List<PhaseOutline> outline(CurrentPlan cut) {
    Map<String, List<Stretch>> stretches = new LinkedHashMap<>();
    plan.phases().forEach(phase -> stretches.put(phase.name(), new ArrayList<>()));
    cut.batches().forEach(batch -> append(stretches.get(batch.phase()), stretch(batch)));
    return plan.phases().stream()
        .map(phase -> new PhaseOutline(phase, stretches.get(phase.name())))
        .toList();
  }

  private static void append(List<Stretch> stretches, Stretch next) {
    Stretch last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
    if (last != null && last.last() + 1 == next.first() && alike(last.kinds(), next.kinds())) {
      stretches.set(stretches.size() - 1, merged(last, next));
    } else {
      stretches.add(next);
    }
  }

  private static boolean alike(List<Kind> kinds, List<Kind> others) {
    return kinds.stream()
        .map(Kind::groups)
        .toList()
        .equals(others.stream().map(Kind::groups).toList());
  }

  /** The lists are the outline's own while it is made: growing them keeps this linear. */
  private static Stretch merged(Stretch stretch, Stretch next) {
    for (int i = 0; i < stretch.kinds().size(); i++) {
      stretch.kinds().get(i).hosts().addAll(next.kinds().get(i).hosts());
    }
    stretch.batches().addAll(next.batches());
    return new Stretch(
        stretch.first(), next.last(), stretch.stage(), stretch.kinds(), stretch.batches());
  }

  private Stretch stretch(Batch batch) {
    Map<List<String>, Kind> kinds = new LinkedHashMap<>();
    for (NodeTask nodeTask : batch.nodeTasks()) {
      List<String> groups = nodeTask.groups().stream().map(this::group).toList();
      kinds
          .computeIfAbsent(groups, g -> new Kind(g, new ArrayList<>()))
          .hosts()
          .add(nodeTask.host());
    }
    return new Stretch(
        batch.number(),
        batch.number(),
        batch.stage(),
        List.copyOf(kinds.values()),
        new ArrayList<>(List.of(batch)));
  }

  /** {@code stop keystone, nova-api; convert neutron}: side by side, by action. */
  private String group(List<Task> group) {
    Map<String, List<String>> byAction = new LinkedHashMap<>();
    for (Task task : group) {
      byAction.computeIfAbsent(task.action(), a -> new ArrayList<>()).add(words.subject(task));
    }
    List<String> parts = new ArrayList<>();
    byAction.forEach((action, subjects) -> parts.add(action + " " + String.join(", ", subjects)));
    return String.join("; ", parts);
  }
}
