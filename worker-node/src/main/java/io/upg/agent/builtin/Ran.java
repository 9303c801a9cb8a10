package io.upg.agent.builtin;

import java.util.List;

/**
 * How a program ended.
 *
 * @param said the end of its output
 */
record Ran(int exit, String said) {
  private static final int SHOWN = 200;

  /** For the end of a message: {@code : and what it said last}; empty where it said nothing. */
  String lastLine() {
    List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return "";
    }
    String last = lines.get(lines.size() - 1).strip();
    return ": " + (last.length() <= SHOWN ? last : last.substring(0, SHOWN) + "…");
  }
}
