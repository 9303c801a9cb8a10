package io.upg.plan.order;

import io.upg.plan.draft.Move;
import io.upg.plan.input.Release;

/**
 * A task that has no place yet.
 *
 * @param position the action's place in the phase's list, from 0
 */
public record Work(Move move, Release release, Release.Action action, int position) {
  String component() {
    return release.component();
  }
}
