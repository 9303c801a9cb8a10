package io.upg.plan.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The way a run goes through the plan. */
public enum Direction {
  RUN,
  ROLLBACK;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static Direction of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
