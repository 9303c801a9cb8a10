package io.upg.plan.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How a phase is cut into batches. */
public enum Layout {
  /** Every batch is one action on all hosts of the phase. */
  BY_ACTION("by-action"),
  /** Rolling: a batch is a set of hosts, each doing its whole sequence as one node task. */
  BY_HOST("by-host");

  private final String word;

  Layout(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }

  @JsonCreator
  public static Layout of(String word) {
    for (Layout layout : values()) {
      if (layout.word.equals(word)) {
        return layout;
      }
    }
    throw new IllegalArgumentException("no layout '" + word + "'");
  }
}
