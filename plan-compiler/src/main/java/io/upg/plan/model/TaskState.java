package io.upg.plan.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is recorded of a task. Written in lower case everywhere outside Java: {@link #word()}. */
public enum TaskState {
  /** Not run. */
  UNDO,
  /** Granted to a forward run, and its node task was sent. */
  RUNNING,
  DONE,
  FAIL,
  /** Granted to a backward run. */
  ROLLING_BACK,
  ROLLED_BACK,
  ROLLBACK_FAIL,
  /** An operator decided that it need not run. */
  SKIPPED,
  /** The host never took it. */
  UNREACHABLE,
  /** It started; whether it finished cannot be known. */
  UNKNOWN;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if no state has this word
   */
  @JsonCreator
  public static TaskState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether a forward batch may pass with this task as it is. */
  public boolean settled() {
    return this == DONE || this == SKIPPED;
  }

  /** Whether a batch that goes this way may pass with this task as it is. */
  public boolean settled(Direction direction) {
    return direction == Direction.RUN ? settled() : this == ROLLED_BACK || this == UNDO;
  }

  /** Whether this outcome stops the way forward until an operator or the budget lets it go on. */
  public boolean failed() {
    return this == FAIL || this == UNREACHABLE || this == UNKNOWN || this == ROLLBACK_FAIL;
  }

  /** Whether {@code upg run} takes it up without a word from the operator. */
  public boolean runnable() {
    return this == UNDO || this == ROLLED_BACK || this == FAIL || this == UNREACHABLE;
  }
}
