package io.upg.plan.order;

import io.upg.plan.draft.Releases;
import io.upg.plan.input.Release;
import io.upg.plan.input.Release.Group;

/**
 * In which group a release is stopped and started. Without a stop group it is stopped last; it is
 * started where the exact reverse of all stops puts it, unless it has a start group.
 */
public final class Groups {
  private static final Group ALWAYS = new Group(1, 1);
  private static final Group STOPPED_LAST = new Group(Integer.MAX_VALUE, 1);
  private static final Group STARTED_FIRST = new Group(0, 1);

  private final int lastBatch;
  private final int lastGroup;

  public Groups(Releases releases) {
    lastBatch =
        releases.all().stream()
            .flatMap(r -> r.stopGroup().stream())
            .mapToInt(Group::batch)
            .max()
            .orElse(0);
    lastGroup =
        releases.all().stream()
            .flatMap(r -> r.stopGroup().stream())
            .mapToInt(Group::group)
            .max()
            .orElse(0);
  }

  /** Whether {@code action} goes by groups at all. */
  public static boolean grouped(String action) {
    return action.equals(Actions.STOP) || action.equals(Actions.START);
  }

  /** All other actions have one group only. */
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
    return new Group(lastBatch + 1 - stop.batch(), lastGroup + 1 - stop.group());
  }
}
