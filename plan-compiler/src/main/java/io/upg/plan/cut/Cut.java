package io.upg.plan.cut;

import io.upg.plan.model.Direction;
import java.util.List;
import java.util.stream.Stream;

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

    /** Nothing to run, and why. */
    static Accepted nothing(Direction direction, String note) {
      return new Accepted(new CurrentPlan(direction, List.of()), List.of(note));
    }

    /** The same with more notes. */
    Accepted noting(List<String> more) {
      return new Accepted(plan, Stream.concat(notes.stream(), more.stream()).toList());
    }
  }

  record Refused(Refusal refusal) implements Cut {}
}
