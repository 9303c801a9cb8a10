package io.upg.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a run pauses by itself. */
public enum PauseAfter {
  /** Behind its next batch. */
  BATCH,
  /** Behind the last batch of every phase. */
  PHASE,
  /** Behind the first batch of every phase. */
  CANARY;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static PauseAfter of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
