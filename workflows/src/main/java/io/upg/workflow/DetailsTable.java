package io.upg.workflow;

import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** What Temporal's Web UI shows of a workflow: a table of two columns, in Markdown. */
final class DetailsTable {
  /** Temporal takes 20,000 bytes in all. */
  static final int LONGEST_CELL = 1000;

  private static final String MARKUP = "\\`*[]<>|#~";

  private final List<String> rows = new ArrayList<>();

  /** The table's head. */
  DetailsTable(String name, String value) {
    row(name, value);
    rows.add("|---|---|");
  }

  /** A row without a value is left out. */
  DetailsTable row(String name, String value) {
    if (value != null && !value.isEmpty()) {
      rows.add("| " + name + " | " + plain(value) + " |");
    }
    return this;
  }

  /** Shows it in place of what was shown before. */
  void show() {
    Workflow.setCurrentDetails(text());
  }

  String text() {
    return String.join("\n", rows);
  }

  /** Says what it says: an operator's text is no markup. */
  private static String plain(String value) {
    String cell = value.length() <= LONGEST_CELL ? value : value.substring(0, LONGEST_CELL) + "…";
    StringBuilder plain = new StringBuilder();
    cell.chars()
        .forEach(
            character -> {
              if (MARKUP.indexOf(character) >= 0) {
                plain.append('\\');
              }
              plain.append(character < ' ' ? ' ' : (char) character);
            });
    return plain.toString();
  }
}
