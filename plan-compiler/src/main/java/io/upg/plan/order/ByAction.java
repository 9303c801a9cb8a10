package io.upg.plan.order;

import io.upg.plan.draft.Requires;
import io.upg.plan.input.BatchSizes;
import io.upg.plan.input.LogicBook.PhaseAction;
import io.upg.plan.input.Release;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Every batch is one action: its stages one after another, each on all its hosts. */
final class ByAction {
  private final Groups groups;
  private final Requires requires;
  private final int hosts;
  private final List<String> stages = new ArrayList<>();
  private final List<Placed> placed = new ArrayList<>();

  /**
   * @param hosts how many hosts the phase has: what percentages are of
   */
  ByAction(Groups groups, Requires requires, int hosts) {
    this.groups = groups;
    this.requires = requires;
    this.hosts = hosts;
  }

  PhaseOrder order(List<Work> works, List<PhaseAction> actions, BatchSizes sizes) {
    List<List<Work>> byAction = Lists.of(actions.size());
    works.forEach(work -> byAction.get(work.position()).add(work));
    for (int position = 0; position < actions.size(); position++) {
      PhaseAction action = actions.get(position);
      placeAction(action.name().value(), byAction.get(position), action.batch().orElse(sizes));
    }
    return new PhaseOrder(stages, placed, hosts);
  }

  private void placeAction(String action, List<Work> works, BatchSizes sizes) {
    Collection<Release> releases = Lists.releases(works);
    Slots slots = new Slots(action, releases, groups, requires);
    List<List<Work>> byStage = Lists.of(slots.stages());
    works.forEach(work -> byStage.get(slots.of(work.release()).stage()).add(work));
    for (int stage = 0; stage < slots.stages(); stage++) {
      placeStage(slots.name(stage, groups), byStage.get(stage), slots, sizes);
    }
  }

  private void placeStage(String name, List<Work> works, Slots slots, BatchSizes sizes) {
    List<List<Work>> nodes = Lists.byHost(works);
    int next = 0;
    for (int size : sizes.cut(nodes.size(), hosts)) {
      stages.add(size == nodes.size() ? name : name + ", " + Lists.range(next, size, nodes.size()));
      nodes.subList(next, next + size).forEach(node -> placeNode(node, slots));
      next += size;
    }
  }

  private void placeNode(List<Work> node, Slots slots) {
    List<Work> sorted =
        node.stream()
            .sorted(Comparator.comparingInt(work -> slots.of(work.release()).group()))
            .toList();
    int group = 0;
    int last = -1;
    for (Work work : sorted) {
      int slot = slots.of(work.release()).group();
      group += slot == last ? 0 : 1;
      last = slot;
      placed.add(new Placed(work, stages.size(), group));
    }
  }
}
