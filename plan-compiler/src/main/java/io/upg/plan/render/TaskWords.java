package io.upg.plan.render;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Instance;
import io.upg.plan.model.Task;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How a task's component is called where its host and action are clear already. */
final class TaskWords {
  private final Map<String, Set<String>> moves = new HashMap<>();

  TaskWords(GlobalPlan plan) {
    for (Instance instance : plan.instances()) {
      moves.computeIfAbsent(instance.component(), c -> new HashSet<>()).add(move(instance));
    }
  }

  static String move(Instance instance) {
    return instance.from() + " -> " + instance.to();
  }

  /**
   * {@code keystone}, and what is special: instance, versions where they vary, once, no way back.
   */
  String subject(Task task) {
    Instance instance = task.instance();
    StringBuilder subject = new StringBuilder(instance.component());
    if (!instance.name().isEmpty()) {
      subject.append('.').append(instance.name());
    }
    if (moves.getOrDefault(instance.component(), Set.of()).size() > 1) {
      subject.append(" (").append(move(instance)).append(')');
    }
    if (task.once()) {
      subject.append(" (once for all hosts)");
    }
    if (!task.reversible()) {
      subject.append(" (no way back)");
    }
    return subject.toString();
  }
}
