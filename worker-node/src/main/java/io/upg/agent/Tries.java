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

  /** From the first one on, also where an agent that died had made some. */
  Outcome of(Action action) throws IOException, TaskRefused, InterruptedException {
    for (int tries = 1; ; tries++) {
      Outcome outcome = action.once(tries);
      if (!again(outcome) || tries > sheet.retries()) {
        return outcome.afterTries(tries);
      }
      if (!action.begun(tries + 1)) {
        note(
            "%s %d of %d failed; again in %s"
                .formatted(MARK, tries, sheet.retries() + 1, Durations.text(sheet.retryDelay())));
        Thread.sleep(sheet.retryDelay().toMillis());
      }
    }
  }

  private boolean again(Outcome outcome) {
    return switch (outcome.next()) {
      case AGAIN -> true;
      case FAILED -> sheet.retryFailures();
      case SUCCEEDED, FINAL, UNKNOWN, STOPPED -> false;
    };
  }

  private void note(String line) throws IOException {
    Files.write(
        world.output(), List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
