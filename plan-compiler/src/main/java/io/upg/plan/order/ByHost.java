package io.upg.plan.order;

import io.upg.plan.draft.Requires;
import io.upg.plan.input.BatchSizes;
import io.upg.plan.input.LogicBook.PhaseAction;
import java.util.ArrayList;
import java.util.List;

/**
 * Rolling: a batch is some hosts, each doing all its actions as one node task. Hosts that wait for
 * others are in later batches than these.
 */
final class ByHost {
  private final Groups groups;
  private final Requires requires;
  private final HostLevels levels;

  ByHost(Groups groups, Requires requires, HostLevels levels) {
    this.groups = groups;
    this.requires = requires;
    this.levels = levels;
  }

  PhaseOrder order(List<Work> works, List<PhaseAction> actions, BatchSizes sizes) {
    List<Slots> slots = slots(works, actions);
    List<List<Work>> nodes = Lists.byHost(works);
    List<String> stages = new ArrayList<>();
    List<Placed> placed = new ArrayList<>();
    int before = 0;
    for (List<List<Work>> level : levels.cut(nodes)) {
      for (int next = 0; next < level.size(); ) {
        int size =
            Math.min(sizes.size(stages.size(), nodes.size(), nodes.size()), level.size() - next);
        stages.add(Lists.range(before, size, nodes.size()));
        for (List<Work> node : level.subList(next, next + size)) {
          placeNode(node, stages.size(), slots, placed);
        }
        next += size;
        before += size;
      }
    }
    return new PhaseOrder(stages, placed, nodes.size());
  }

  private List<Slots> slots(List<Work> works, List<PhaseAction> actions) {
    List<List<Work>> byAction = Lists.of(actions.size());
    works.forEach(work -> byAction.get(work.position()).add(work));
    List<Slots> slots = new ArrayList<>();
    for (int position = 0; position < actions.size(); position++) {
      String action = actions.get(position).name().value();
      slots.add(new Slots(action, Lists.releases(byAction.get(position)), groups, requires));
    }
    return slots;
  }

  private record Step(Work work, long place) {}

  private static void placeNode(
      List<Work> node, int batch, List<Slots> slots, List<Placed> placed) {
    List<Step> steps = new ArrayList<>(node.size());
    node.forEach(work -> steps.add(new Step(work, place(work, slots))));
    steps.sort((a, b) -> Long.compare(a.place, b.place));
    int group = 0;
    long last = -1;
    for (Step step : steps) {
      group += step.place == last ? 0 : 1;
      last = step.place;
      placed.add(new Placed(step.work, batch, group));
    }
  }

  /** Action, stage and group as one number that sorts. */
  private static long place(Work work, List<Slots> slots) {
    Slots.Slot slot = slots.get(work.position()).of(work.release());
    return ((long) work.position() << 40) | ((long) slot.stage() << 20) | slot.group();
  }
}
