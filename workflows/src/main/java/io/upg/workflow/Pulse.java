package io.upg.workflow;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Beats while somebody waits for the next beat. One timer serves all that wait: each that fires
 * costs the server a workflow task.
 *
 * <p>Workflow code only.
 */
final class Pulse {
  private final Duration pace;
  private final List<Runnable> listeners = new ArrayList<>();
  private CancellationScope timer;

  Pulse(Duration pace) {
    this.pace = pace;
  }

  /** Called with every beat. It must not block. */
  void onBeat(Runnable listener) {
    listeners.add(listener);
  }

  /** There is a beat one pace after this call at the latest. */
  void need() {
    if (timer == null) {
      timer =
          Workflow.newCancellationScope(
              () -> Workflow.newTimer(pace).handle((passed, cancelled) -> beat(cancelled)));
      timer.run();
    }
  }

  /** Nobody needs the next beat any more. */
  void rest() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private Void beat(RuntimeException cancelled) {
    if (cancelled == null) {
      timer = null;
      listeners.forEach(Runnable::run);
    }
    return null;
  }
}
