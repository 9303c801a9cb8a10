package io.upg.plan.render;

import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.render.PlanOutline.PhaseOutline;
import io.upg.plan.render.PlanOutline.Stretch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A plan as a Graphviz graph: phases are clusters, batches are nodes, edges are the order. Batches
 * that are alike share a node, so the graph of a large plan stays readable.
 */
public final class PlanDot {
  private PlanDot() {}

  public static String render(GlobalPlan plan) {
    BitSet all = new BitSet();
    all.set(1, plan.tasks().size() + 1);
    List<PhaseOutline> phases = PlanOutline.of(plan, CurrentPlan.of(plan, all));
    StringBuilder dot = new StringBuilder();
    dot.append("digraph ").append(quoted(plan.project())).append(" {\n");
    dot.append("  rankdir=TB;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    List<String> order = new ArrayList<>();
    for (int index = 0; index < phases.size(); index++) {
      cluster(dot, index, phases.get(index), order);
    }
    for (int next = 1; next < order.size(); next++) {
      dot.append("  ").append(order.get(next - 1)).append(" -> ").append(order.get(next));
      dot.append(";\n");
    }
    return dot.append("}\n").toString();
  }

  private static void cluster(
      StringBuilder dot, int index, PhaseOutline outline, List<String> order) {
    if (outline.stretches().isEmpty()) {
      return;
    }
    boolean reversible = outline.phase().reversible();
    String label = outline.phase().name() + (reversible ? "" : " (no way back)");
    dot.append("  subgraph cluster_").append(index).append(" {\n");
    dot.append("    label=").append(quoted(label)).append(";\n");
    if (!reversible) {
      dot.append("    color=red;\n");
    }
    for (Stretch stretch : outline.stretches()) {
      String node = "p" + index + "_b" + stretch.first();
      dot.append("    ").append(node).append(" [label=").append(quoted(label(stretch)));
      dot.append("];\n");
      order.add(node);
    }
    dot.append("  }\n");
  }

  private static String label(Stretch stretch) {
    String batches =
        stretch.first() == stretch.last()
            ? stretch.first() + " " + stretch.stage()
            : stretch.first() + " to " + stretch.last();
    return batches
        + "\n"
        + PlanText.count(stretch.nodeTasks(), "host")
        + ", "
        + PlanText.count(stretch.tasks(), "task");
  }

  private static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "\"" + escaped + "\"";
  }
}
