package io.upg.plan.patch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a patch puts its script. */
public enum Place {
  /** In the place of what the task did, be it a script or a built-in. */
  INSTEAD,
  /** Runs first, in a process of its own; where it fails, the task is not begun. */
  BEFORE,
  /** Runs last, where the task itself succeeded. */
  AFTER;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static Place of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
