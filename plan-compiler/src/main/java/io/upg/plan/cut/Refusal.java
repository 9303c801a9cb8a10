package io.upg.plan.cut;

import java.util.List;

/**
 * A rule said no.
 *
 * @param rule stable name of the rule, for programs: see {@link Rule}
 * @param message subject, what was observed, what was expected, what to do next
 * @param tasks ids of the tasks that the rule speaks of
 */
public record Refusal(String rule, String message, List<String> tasks) {
  public Refusal {
    tasks = List.copyOf(tasks);
  }
}
