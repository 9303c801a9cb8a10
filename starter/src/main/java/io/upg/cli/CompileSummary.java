package io.upg.cli;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Phase;
import io.upg.plan.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code upg compile} says of a plan. */
final class CompileSummary {
  private final GlobalPlan plan;
  private final List<PhaseEntry> phases = new ArrayList<>();

  /** The JSON document; its names are read by other programs: add, never rename. */
  record Document(String plan, String digest, int tasks, List<PhaseEntry> phases) {}

  record PhaseEntry(String name, int batches, int nodeTasks, int tasks) {}

  CompileSummary(GlobalPlan plan) {
    this.plan = plan;
    for (int index = 0; index < plan.phases().size(); index++) {
      phases.add(entry(index));
    }
  }

  private PhaseEntry entry(int index) {
    Phase phase = plan.phases().get(index);
    List<Task> tasks = plan.tasks().stream().filter(task -> task.phase() == index).toList();
    record NodeTask(int batch, String host) {}
    long nodeTasks =
        tasks.stream().map(task -> new NodeTask(task.batch(), task.host())).distinct().count();
    return new PhaseEntry(phase.name(), phase.batches(), (int) nodeTasks, tasks.size());
  }

  Document document() {
    return new Document(plan.project(), plan.digest(), plan.tasks().size(), phases);
  }

  /**
   * @param outcome what became of it, a sentence
   * @param stored whether it can be run now
   */
  String text(String outcome, boolean stored) {
    StringBuilder text = new StringBuilder();
    text.append("Plan of project %s: ".formatted(plan.project()));
    text.append(Words.count(plan.tasks().size(), "task")).append(" on ");
    text.append(Words.count((int) hosts(), "host")).append(". ").append(outcome).append('\n');
    text.append("  digest ").append(plan.digest()).append("\n\n");
    text.append(table()).append('\n');
    text.append(pointOfNoReturn()).append('\n');
    if (stored) {
      text.append("\nRead it: upg plan show %s\n".formatted(plan.project()));
      text.append("Run it:  upg run %s\n".formatted(plan.project()));
    }
    return text.toString();
  }

  private long hosts() {
    return plan.tasks().stream().map(Task::host).distinct().count();
  }

  private String table() {
    TextTable table = new TextTable("PHASE", "BATCHES", "NODE TASKS", "TASKS");
    phases.forEach(p -> table.row(p.name(), p.batches(), p.nodeTasks(), p.tasks()));
    return table.text("  ");
  }

  private String pointOfNoReturn() {
    Optional<Task> first = plan.tasks().stream().filter(task -> !task.reversible()).findFirst();
    if (first.isEmpty()) {
      return "Every task can be taken back.";
    }
    Phase phase = plan.phaseOf(first.get());
    String what =
        phase.reversible()
            ? "%s of %s in phase %s"
                .formatted(first.get().action(), first.get().component(), phase.name())
            : "phase " + phase.name();
    return "Point of no return: " + what + ".";
  }
}
