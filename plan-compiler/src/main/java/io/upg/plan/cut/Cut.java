package io.upg.plan.cut;

import java.util.List;

/** The interceptor's answer. */
public sealed interface Cut {

  /**
   * What would run, in order; without batches where nothing is left to do.
   *
   * @param notes one sentence each, for the operator (an irreversible phase left out, say)
   */
  record Accepted(CurrentPlan plan, List<String> notes) implements Cut {
    public Accepted {
      notes = List.copyOf(notes);
    }
  }

  record Refused(Refusal refusal) implements Cut {}
}
