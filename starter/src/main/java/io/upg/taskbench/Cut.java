package io.upg.taskbench;

import io.upg.agent.TaskAttempt;
import io.upg.agent.process.ProcessTree;
import java.time.Duration;
import java.util.List;

/**
 * A task that was stopped in the middle, as {@code upg abort --now} stops it.
 *
 * @param after how long it had run
 * @param survivors processes that ignore TERM, or that it did not end
 */
record Cut(Duration after, List<String> survivors) {
  private static final long LOOK_MILLIS = 2;

  /** When, of the grace that TERM leaves them, processes are listed that have not ended. */
  private static final Duration NEARLY = ProcessTree.GRACE.minusMillis(500);

  /**
   * @param usual how long it takes where nobody stops it: it is stopped after half of that
   */
  static Cut of(TaskAttempt attempt, Duration usual) throws InterruptedException {
    while (attempt.processes().isEmpty() && !attempt.await(Duration.ofMillis(LOOK_MILLIS))) {
      // its script comes, or it ends
    }
    long began = System.nanoTime();
    attempt.await(usual.dividedBy(2));
    Duration after = Duration.ofNanos(System.nanoTime() - began);
    List<String> deaf =
        Processes.names(attempt.processes().stream().filter(Processes::ignoresTerm).toList());
    attempt.stop("upg task check");
    List<String> survivors =
        attempt.await(NEARLY) ? List.of() : Processes.names(attempt.processes());
    attempt.await();
    return new Cut(after, deaf.isEmpty() ? survivors : deaf);
  }
}
