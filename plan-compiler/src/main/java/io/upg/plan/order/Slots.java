package io.upg.plan.order;

import io.upg.plan.draft.Requires;
import io.upg.plan.input.Builtins;
import io.upg.plan.input.Release;
import io.upg.plan.input.Release.Group;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How one action goes over the releases of a phase: in which stage (by-action: batches of their
 * own), and in which serial group of it. Groups come in their order; within equal groups a release
 * goes after those it requires, for {@code stop} before them, and each such level is a stage.
 */
final class Slots {

  /** Both from 0. */
  record Slot(int stage, int group) {}

  private final String action;
  private final Requires requires;
  private final Map<Release, Slot> slots = new IdentityHashMap<>();
  private final List<List<Release>> stages = new ArrayList<>();
  private final List<Integer> stageBatches = new ArrayList<>();

  Slots(String action, Collection<Release> releases, Groups groups, Requires requires) {
    this.action = action;
    this.requires = requires;
    Map<Group, List<Release>> byGroup = new TreeMap<>();
    for (Release release : releases) {
      byGroup.computeIfAbsent(groups.of(action, release), group -> new ArrayList<>()).add(release);
    }
    byGroup.forEach(this::place);
  }

  Slot of(Release release) {
    return slots.get(release);
  }

  int stages() {
    return stages.size();
  }

  /** What a stage does, for people: {@code stop group 2}, {@code upgrade: keystone, nova-api}. */
  String name(int stage, Groups groups) {
    List<Release> here = stages.get(stage);
    boolean grouped = here.stream().anyMatch(r -> hasGroup(r));
    String base = grouped ? action + " group " + groups.of(action, here.get(0)).batch() : action;
    boolean alone =
        grouped
            ? stageBatches.stream().filter(stageBatches.get(stage)::equals).count() == 1
            : stages.size() == 1;
    return alone ? base : base + ": " + components(here);
  }

  private boolean hasGroup(Release release) {
    return action.equals(Actions.STOP) && release.stopGroup().isPresent()
        || action.equals(Actions.START) && release.startGroup().isPresent();
  }

  private static String components(List<Release> releases) {
    List<String> names = releases.stream().map(Release::component).distinct().toList();
    if (names.size() <= 4) {
      return String.join(", ", names);
    }
    return String.join(", ", names.subList(0, 3)) + " and " + (names.size() - 3) + " more";
  }

  private void place(Group group, List<Release> releases) {
    boolean first = true;
    for (List<Release> level : levels(releases)) {
      boolean sameBatch =
          first && !stages.isEmpty() && stageBatches.get(stages.size() - 1) == group.batch();
      if (!sameBatch) {
        stages.add(new ArrayList<>());
        stageBatches.add(group.batch());
      }
      put(level);
      first = false;
    }
  }

  private void put(List<Release> level) {
    int stage = stages.size() - 1;
    int group = stages.get(stage).stream().mapToInt(r -> slots.get(r).group() + 1).max().orElse(0);
    level.forEach(release -> slots.put(release, new Slot(stage, group)));
    stages.get(stage).addAll(level);
  }

  private Collection<List<Release>> levels(List<Release> releases) {
    if (action.equals(Builtins.DISTRIBUTE)) {
      return List.of(releases);
    }
    Set<String> among = releases.stream().map(Release::component).collect(Collectors.toSet());
    int sign = action.equals(Actions.STOP) ? -1 : 1;
    Map<Integer, List<Release>> levels = new TreeMap<>();
    for (Release release : releases) {
      int depth = sign * requires.depth(release.component(), among);
      levels.computeIfAbsent(depth, d -> new ArrayList<>()).add(release);
    }
    return levels.values();
  }
}
