package io.upg.plan.importing;

import io.upg.plan.problem.Problem;
import java.util.List;

/**
 * An imported inventory.
 *
 * @param text of {@code inventory.yaml}
 * @param notes what the user should know though nothing is wrong
 */
public record Imported(String text, List<Problem> notes) {
  public Imported {
    notes = List.copyOf(notes);
  }
}
