package io.upg.plan.order;

import io.upg.plan.draft.Draft;
import io.upg.plan.draft.Fleet;
import io.upg.plan.draft.FleetInstance;
import io.upg.plan.draft.Leaders;
import io.upg.plan.input.Builtins;
import io.upg.plan.input.LogicBook.PhaseRule;
import io.upg.plan.problem.Problems;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which hosts of a rolling phase wait for which others: for the host that does a {@code scope:
 * once} task of a component, all that do later tasks of it; for the hosts of a required component,
 * those that require it and do not run it themselves.
 */
final class HostLevels {

  /** All {@code waiting} come after all {@code first}; neither holds a host of the other. */
  private record Wait(String why, BitSet first, BitSet waiting) {}

  private final List<Wait> waits = new ArrayList<>();
  private final Map<Integer, Integer> levels = new HashMap<>();
  private boolean cyclic;

  HostLevels(Draft draft, int phase, List<Work> works) {
    waitForLeaders(draft, phase, works);
    waitForRequired(draft, works);
    level(works);
  }

  /** The nodes in levels, each in host order. */
  List<List<List<Work>>> cut(List<List<Work>> nodes) {
    Map<Integer, List<List<Work>>> cut = new TreeMap<>();
    for (List<Work> node : nodes) {
      int level = levels.get(node.get(0).move().rank());
      cut.computeIfAbsent(level, l -> new ArrayList<>()).add(node);
    }
    return List.copyOf(cut.values());
  }

  private void waitForLeaders(Draft draft, int phase, List<Work> works) {
    for (Leaders.Leader leader : draft.leaders().all()) {
      if (leader.phase() == phase) {
        String action = leader.action().name().value();
        int position = draft.membership().position(phase, action);
        BitSet waiting = new BitSet();
        works.stream()
            .filter(w -> w.component().equals(leader.release().component()))
            .filter(w -> w.position() > position)
            .forEach(w -> waiting.set(w.move().rank()));
        BitSet first = new BitSet();
        first.set(leader.move().rank());
        String why = action + " of " + leader.release().component() + ", done once";
        add(new Wait(why, first, waiting));
      }
    }
  }

  private void waitForRequired(Draft draft, List<Work> works) {
    Map<String, BitSet> hosts = new LinkedHashMap<>();
    Map<String, Set<String>> actions = new HashMap<>();
    for (Work work : works) {
      if (!work.action().name().value().equals(Builtins.DISTRIBUTE)) {
        hosts.computeIfAbsent(work.component(), c -> new BitSet()).set(work.move().rank());
        actions
            .computeIfAbsent(work.component(), c -> new HashSet<>())
            .add(work.action().name().value());
      }
    }
    draft
        .requires()
        .direct()
        .forEach(
            (component, all) -> {
              for (String required : all) {
                if (share(actions.get(component), actions.get(required))) {
                  BitSet waiting = (BitSet) hosts.get(component).clone();
                  waiting.andNot(running(draft.fleet(), required));
                  add(new Wait(component + " requires " + required, hosts.get(required), waiting));
                }
              }
            });
  }

  private static boolean share(Set<String> some, Set<String> others) {
    return some != null && others != null && some.stream().anyMatch(others::contains);
  }

  private static BitSet running(Fleet fleet, String component) {
    BitSet hosts = new BitSet();
    fleet.instancesOf(component).stream().map(FleetInstance::rank).forEach(hosts::set);
    return hosts;
  }

  private void add(Wait wait) {
    wait.waiting.andNot(wait.first);
    if (!wait.waiting.isEmpty()) {
      waits.add(wait);
    }
  }

  /** Raises levels until every wait holds; one that still rises after all waits is in a cycle. */
  private void level(List<Work> works) {
    works.forEach(work -> levels.put(work.move().rank(), 0));
    boolean raised = true;
    for (int round = 0; raised && round <= waits.size(); round++) {
      raised = false;
      for (Wait wait : waits) {
        raised |= raise(wait);
      }
    }
    cyclic = raised;
  }

  private boolean raise(Wait wait) {
    int after = wait.first.stream().map(levels::get).max().orElse(-1) + 1;
    boolean raised = false;
    for (int host : wait.waiting.stream().toArray()) {
      if (levels.get(host) < after) {
        levels.put(host, after);
        raised = true;
      }
    }
    return raised;
  }

  /** Reports hosts that wait for one another. */
  void refuseCycle(Draft draft, int phase, Problems problems) {
    if (cyclic) {
      PhaseRule rule = draft.membership().book().phases().get(phase);
      problems.error(
          "host-cycle",
          rule.name().place(),
          "phase '"
              + rule.name()
              + "' goes host by host, but some hosts would wait for one"
              + " another: "
              + String.join("; ", waits.stream().map(Wait::why).toList())
              + ".",
          "Make it layout: by-action, or take the components in phases of their own.");
    }
  }
}
