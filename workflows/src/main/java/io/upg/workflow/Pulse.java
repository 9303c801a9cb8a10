package io.upg.workflow;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Beats while somebody waits for time to pass. A timer that fires costs the server a workflow task,
 * so whatever happens anyhow beats too, and where that has done what was due the timer is put off.
 *
 * <p>Workflow code only. Times are those of {@link Workflow#currentTimeMillis}.
 */
final class Pulse {
  private static final long NEVER = Long.MAX_VALUE;

  private final long slack;
  private final List<Runnable> listeners = new ArrayList<>();
  private CancellationScope timer;
  private long set = NEVER;
  private long needed = NEVER;
  private boolean beating;

  /**
   * @param slack by which a timer may come too early: putting it off at every beat fills history
   */
  Pulse(Duration slack) {
    this.slack = slack.toMillis();
  }

  /**
   * Called with every beat: does what is due by then, and says anew when it needs the next one. It
   * must not block.
   */
  void onBeat(Runnable listener) {
    listeners.add(listener);
  }

  /** There is a beat at that time, if none comes before. */
  void need(long time) {
    needed = Math.min(needed, time);
    if (!beating) {
      arm();
    }
  }

  /** Something happened. */
  void beat() {
    needed = NEVER;
    beating = true;
    listeners.forEach(Runnable::run);
    beating = false;
    arm();
  }

  /** Nobody needs the next beat any more. */
  void rest() {
    needed = NEVER;
    arm();
  }

  private void arm() {
    if (needed == NEVER ? timer == null : set <= needed && needed < set + slack) {
      return;
    }
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    set = needed;
    if (needed != NEVER) {
      timer = Workflow.newCancellationScope(this::start);
      timer.run();
    }
  }

  private void start() {
    long wait = Math.max(1, set - Workflow.currentTimeMillis());
    Workflow.newTimer(Duration.ofMillis(wait)).handle((passed, cancelled) -> fired(cancelled));
  }

  private Void fired(RuntimeException cancelled) {
    if (cancelled == null) {
      timer = null;
      set = NEVER;
      beat();
    }
    return null;
  }
}
