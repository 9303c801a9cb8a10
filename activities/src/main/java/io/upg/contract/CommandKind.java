package io.upg.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The commands that reach a project's workflow. */
public enum CommandKind {
  RUN,
  RETRY,
  ROLLBACK,
  SKIP,
  PATCH,
  PAUSE,
  RESUME,
  ABORT;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static CommandKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
