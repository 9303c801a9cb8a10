package io.upg.store.query;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.time.Instant;
import java.util.List;

/** A task and everything that ever came back of it: the document of {@code upg logs}. */
@JsonPropertyOrder({"task", "attempts"})
public record TaskLog(@JsonUnwrapped TaskRow task, List<Attempt> attempts) {

  /**
   * One result.
   *
   * @param grant under which it ran; the folder on the host is named by it
   * @param direction null where the grant is not known any more
   * @param attempt null where the grant is not known any more
   * @param tail the end of its output, or null
   * @param stale whether a newer grant existed when it arrived, so that it did not count
   */
  public record Attempt(
      Integer attempt,
      Direction direction,
      int run,
      long grant,
      Integer revision,
      TaskState state,
      Integer exit,
      String error,
      String message,
      String tail,
      Instant startedAt,
      Instant finishedAt,
      boolean stale) {}

  public TaskLog {
    attempts = List.copyOf(attempts);
  }
}
