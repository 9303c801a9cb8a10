package io.upg.plan.order;

import io.upg.plan.draft.Releases;
import io.upg.plan.input.Release;
import io.upg.plan.input.Release.Group;
import java.util.TreeMap;

/**
 * In which group a release is stopped and started. Without a stop group it is stopped last. With a
 * start group it is started there; else where the exact reverse of all stops puts it, counted from
 * 1 for what is stopped last.
 */
public final class Groups {
  private static final Group ALWAYS = new Group(1, 1);
  private static final Group STOPPED_LAST = new Group(Integer.MAX_VALUE, 1);
  private static final Group STARTED_FIRST = new Group(0, 1);

  /** Stop batch → the last serial group in it. */
  private final TreeMap<Integer, Integer> lastGroups = new TreeMap<>();

  public Groups(Releases releases) {
    for (Release release : releases.all()) {
      release.stopGroup().ifPresent(g -> lastGroups.merge(g.batch(), g.group(), Math::max));
    }
  }

  /** All actions but stop and start have one group only. */
  public Group of(String action, Release release) {
    return switch (action) {
      case Actions.STOP -> release.stopGroup().orElse(STOPPED_LAST);
      case Actions.START ->
          release
              .startGroup()
              .or(() -> release.stopGroup().map(this::reversed))
              .orElse(STARTED_FIRST);
      default -> ALWAYS;
    };
  }

  private Group reversed(Group stop) {
    int lastGroup = lastGroups.get(stop.batch());
    return new Group(lastGroups.lastKey() + 1 - stop.batch(), lastGroup + 1 - stop.group());
  }
}
