package io.upg.store.query;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a project as a whole is in; the first that fits, in this order. */
public enum ProjectState {
  /** A run is open, in either direction. */
  RUNNING,
  PAUSED,
  ABORTED,
  /** Every task is done or skipped. */
  DONE,
  /** Nothing stands any more, and something was taken back. */
  ROLLED_BACK,
  /** The last forward run stopped, and what it was to do is not settled. */
  WAITING,
  READY;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
