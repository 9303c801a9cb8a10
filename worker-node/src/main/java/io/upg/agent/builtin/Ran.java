package io.upg.agent.builtin;

import java.util.List;

/**
 * How a program ended.
 *
 * @param said the end of its output
 */
record Ran(int exit, String said) {
  private static final int SHOWN = 200;

  /** The same of the first line that speaks of an error, with what it goes on to say. */
  String errorLines() {
    List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches("(dpkg: )?error[: ].*")) {
        boolean goesOn = i + 1 < lines.size() && lines.get(i + 1).matches("\\s.*");
        String error = lines.get(i).strip() + (goesOn ? " " + lines.get(i + 1).strip() : "");
        return ": " + shortened(error);
      }
    }
    return lastLine();
  }

  /** For the end of a message: {@code : and what it said last}; empty where it said nothing. */
  String lastLine() {
    List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return "";
    }
    return ": " + shortened(lines.get(lines.size() - 1).strip());
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
