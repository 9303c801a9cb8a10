package io.upg.plan.compile;

import io.upg.plan.draft.Draft;
import io.upg.plan.draft.Move;
import io.upg.plan.input.Release;
import io.upg.plan.model.Instance;
import io.upg.plan.order.Work;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Names tasks {@code <host>_<action>_<component>[.<instance>]}. A {@code scope: once} task stands
 * for all instances and names none, unless the component goes to several versions. No instance has
 * one action in two phases, so no id needs its phase.
 */
final class TaskIds {
  private final Set<String> severalVersions = new HashSet<>();

  TaskIds(Draft draft) {
    Map<String, String> versions = new HashMap<>();
    for (Move move : draft.moves()) {
      String first = versions.putIfAbsent(move.component(), move.instance().to());
      if (first != null && !first.equals(move.instance().to())) {
        severalVersions.add(move.component());
      }
    }
  }

  String of(Work work) {
    Instance instance = work.move().instance();
    Release.Action action = work.action();
    String id = instance.host() + "_" + action.name() + "_" + instance.component();
    boolean forAll = action.once() && !severalVersions.contains(instance.component());
    return instance.name().isEmpty() || forAll ? id : id + "." + instance.name();
  }
}
