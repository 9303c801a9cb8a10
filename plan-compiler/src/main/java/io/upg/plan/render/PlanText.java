package io.upg.plan.render;

import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.CurrentPlan.Batch;
import io.upg.plan.cut.CurrentPlan.NodeTask;
import io.upg.plan.hosts.HostNames;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Instance;
import io.upg.plan.model.Phase;
import io.upg.plan.model.Task;
import io.upg.plan.render.PlanOutline.Kind;
import io.upg.plan.render.PlanOutline.PhaseOutline;
import io.upg.plan.render.PlanOutline.Stretch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A global plan as text, to be read before it runs. */
public final class PlanText {
  private final GlobalPlan plan;
  private final StringBuilder text = new StringBuilder();

  private PlanText(GlobalPlan plan) {
    this.plan = plan;
  }

  /** Phases, batches and what their hosts do; hosts that do the same are one line. */
  public static String folded(GlobalPlan plan) {
    PlanText text = new PlanText(plan);
    text.head();
    text.outline().forEach(text::foldedPhase);
    return text.text.toString();
  }

  /** The same order, every task by its id. */
  public static String full(GlobalPlan plan) {
    PlanText text = new PlanText(plan);
    text.head();
    text.outline().forEach(text::fullPhase);
    return text.text.toString();
  }

  private List<PhaseOutline> outline() {
    BitSet all = new BitSet();
    all.set(1, plan.tasks().size() + 1);
    return PlanOutline.of(plan, CurrentPlan.of(plan, all));
  }

  private void head() {
    line("Project %s, plan %s", plan.project(), plan.digest());
    line(
        "%s, %s, %s",
        count(plan.hosts().size(), "host"),
        count(plan.instances().size(), "instance"),
        count(plan.tasks().size(), "task"));
    text.append('\n');
    moves();
    line("Point of no return: %s", pointOfNoReturn());
  }

  /** From which version to which, and where. */
  private void moves() {
    Map<String, List<String>> hosts = new LinkedHashMap<>();
    plan.instances().stream()
        .sorted(Comparator.comparing(Instance::component))
        .forEach(
            instance ->
                hosts
                    .computeIfAbsent(
                        instance.component() + " " + TaskWords.move(instance),
                        move -> new ArrayList<>())
                    .add(instance.host()));
    int width = hosts.keySet().stream().mapToInt(String::length).max().orElse(0);
    hosts.forEach((move, names) -> line("  %-" + width + "s  on %s", move, HostNames.text(names)));
    if (!hosts.isEmpty()) {
      text.append('\n');
    }
  }

  private String pointOfNoReturn() {
    List<String> points = new ArrayList<>();
    for (int index = 0; index < plan.phases().size(); index++) {
      Phase phase = plan.phases().get(index);
      int place = index;
      List<Task> tasks =
          plan.tasks().stream()
              .filter(task -> task.phase() == place && !task.reversible())
              .toList();
      if (!tasks.isEmpty()) {
        String what = phase.reversible() ? actions(tasks) + " in phase " : "phase ";
        points.add(what + phase.name() + " (" + count(tasks.size(), "task") + ")");
      }
    }
    return points.isEmpty() ? "none, every task can be taken back" : String.join("; ", points);
  }

  private static String actions(List<Task> tasks) {
    return String.join(
        ", ",
        tasks.stream().map(task -> task.action() + " " + task.component()).distinct().toList());
  }

  private void foldedPhase(PhaseOutline outline) {
    phaseHead(outline);
    for (Stretch stretch : outline.stretches()) {
      line("  %s", title(outline.phase(), stretch));
      stretch.kinds().forEach(this::kind);
    }
  }

  private void phaseHead(PhaseOutline outline) {
    Phase phase = outline.phase();
    text.append('\n');
    String way = phase.reversible() ? "" : ", NO WAY BACK";
    if (outline.stretches().isEmpty()) {
      line("%s: nothing to do%s", phaseTitle(phase), way);
      return;
    }
    line(
        "%s: %s, %s, %s, %s%s",
        phaseTitle(phase),
        count(phase.hosts(), "host"),
        phase.batches() == 1 ? "1 batch" : phase.batches() + " batches",
        count(outline.tasks(), "task"),
        phase.layout().word(),
        way);
  }

  private String phaseTitle(Phase phase) {
    return "Phase %d/%d %s"
        .formatted(plan.phases().indexOf(phase) + 1, plan.phases().size(), phase.name());
  }

  private static String title(Phase phase, Stretch stretch) {
    if (stretch.first() == stretch.last()) {
      return "batch %d/%d %s: %s"
          .formatted(
              stretch.first(), phase.batches(), stretch.stage(), count(stretch.tasks(), "task"));
    }
    return "batches %d to %d of %d, %s hosts: %s"
        .formatted(
            stretch.first(),
            stretch.last(),
            phase.batches(),
            sizes(stretch.batches()),
            count(stretch.tasks(), "task"));
  }

  /** {@code 1, 10, 3 x 25}: how many hosts each batch takes. */
  private static String sizes(List<Batch> batches) {
    List<String> sizes = new ArrayList<>();
    int start = 0;
    for (int next = 1; next <= batches.size(); next++) {
      int size = batches.get(start).nodeTasks().size();
      if (next == batches.size() || batches.get(next).nodeTasks().size() != size) {
        sizes.add(next - start == 1 ? "" + size : (next - start) + " x " + size);
        start = next;
      }
    }
    return String.join(", ", sizes);
  }

  private void kind(Kind kind) {
    String hosts = HostNames.text(kind.hosts());
    String size = kind.hosts().size() == 1 ? "" : " (" + kind.hosts().size() + " hosts)";
    if (kind.groups().size() == 1) {
      line("    %s%s: %s", hosts, size, kind.groups().get(0));
      return;
    }
    line("    %s%s:", hosts, size);
    for (int group = 0; group < kind.groups().size(); group++) {
      line("      %d. %s", group + 1, kind.groups().get(group));
    }
  }

  private void fullPhase(PhaseOutline outline) {
    phaseHead(outline);
    for (Stretch stretch : outline.stretches()) {
      for (Batch batch : stretch.batches()) {
        line(
            "  batch %d/%d %s: %s",
            batch.number(), outline.phase().batches(), batch.stage(), count(batch.tasks(), "task"));
        batch.nodeTasks().forEach(this::fullNodeTask);
      }
    }
  }

  private void fullNodeTask(NodeTask nodeTask) {
    line("    %s:", nodeTask.host());
    int group = 0;
    for (List<Task> tasks : nodeTask.groups()) {
      group++;
      for (Task task : tasks) {
        line("      %d. %s%s", group, task.id(), task.reversible() ? "" : " (no way back)");
      }
    }
  }

  private void line(String format, Object... values) {
    text.append(format.formatted(values)).append('\n');
  }

  static String count(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
