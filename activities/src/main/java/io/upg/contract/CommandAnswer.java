package io.upg.contract;

import io.upg.plan.cut.Refusal;
import java.util.List;

/**
 * The answer to a command, given at once.
 *
 * @param refusal null where it was accepted
 * @param run the run that does it, or that is followed; 0 where there is nothing to run
 * @param started whether this command made that run (else it was open already)
 * @param count how many tasks it is about
 * @param first ids of the first {@link #FIRST} of them, in order
 * @param notes sentences for the operator
 */
public record CommandAnswer(
    CommandKind kind,
    Refusal refusal,
    int run,
    boolean started,
    int count,
    List<String> first,
    List<String> notes) {

  public static final int FIRST = 20;

  public CommandAnswer {
    first = List.copyOf(first);
    notes = List.copyOf(notes);
  }

  public static CommandAnswer refused(CommandKind kind, Refusal refusal) {
    return new CommandAnswer(kind, refusal, 0, false, 0, List.of(), List.of());
  }

  public boolean accepted() {
    return refusal == null;
  }
}
