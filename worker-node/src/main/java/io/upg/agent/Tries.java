package io.upg.agent;

import io.upg.plan.model.TaskSheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The tries of one attempt: exit code 75 is tried again up to {@code retries} times, another
 * failure only where the release wrote {@code retries}.
 */
final class Tries {
  /** How a line begins that the agent adds to a task's output. */
  static final String MARK = "-- try";

  private final TaskWorld world;
  private final TaskSheet sheet;

  Tries(TaskWorld world) {
    this.world = world;
    this.sheet = world.sheet();
  }

  /** An interrupt ends it as {@link Outcome#stopped}. */
  Outcome of(Action action) throws IOException, TaskRefused {
    try {
      for (int tries = 1; ; tries++) {
        Outcome outcome = action.once();
        if (!again(outcome) || tries > sheet.retries()) {
          return outcome.afterTries(tries);
        }
        note(
            "%s %d of %d failed; again in %s"
                .formatted(MARK, tries, sheet.retries() + 1, Durations.text(sheet.retryDelay())));
        Thread.sleep(sheet.retryDelay().toMillis());
      }
    } catch (InterruptedException e) {
      return Outcome.stopped();
    }
  }

  private boolean again(Outcome outcome) {
    return switch (outcome.next()) {
      case AGAIN -> true;
      case FAILED -> sheet.retryFailures();
      case SUCCEEDED, FINAL, STOPPED -> false;
    };
  }

  private void note(String line) throws IOException {
    Files.write(
        world.output(), List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
