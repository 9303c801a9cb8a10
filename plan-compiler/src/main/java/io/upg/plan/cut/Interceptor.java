package io.upg.plan.cut;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Phase;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Cuts a current plan out of the global plan: selected tasks that are undo, rolled_back, fail or
 * unreachable, in plan order. Pure: the same plan, states and request give the same cut.
 */
public final class Interceptor {
  private final GlobalPlan plan;
  private final TaskStates states;
  private final RunRequest request;
  private final Naming naming;
  private final List<String> notes = new ArrayList<>();

  private Interceptor(GlobalPlan plan, TaskStates states, RunRequest request) {
    this.plan = plan;
    this.states = states;
    this.request = request;
    this.naming = Naming.byState(plan, states);
  }

  /**
   * What {@code upg run} would run.
   *
   * <p>Refused with {@link Rule#BAD_INPUT} where a name is unknown, with {@link Rule#PREDECESSORS}
   * where a task that must come before is neither settled nor part of the cut, unless the request
   * is out of order. An unknown or rollback_fail task is never taken, and stands in the way of
   * those behind it.
   */
  public static Cut cut(GlobalPlan plan, TaskStates states, RunRequest request) {
    return new Interceptor(plan, states, request).cut();
  }

  private Cut cut() {
    SelectionMatcher matcher = new SelectionMatcher(plan, states);
    SelectionMatch match =
        matcher.match(Selection.ofPhases(request.phases())).and(matcher.match(request.selection()));
    if (!match.unknown().isEmpty()) {
      return refused(Rule.BAD_INPUT, String.join(" ", match.unknown()), List.of());
    }
    BitSet chosen = match.numbers();
    stopBeforeUnnamedIrreversiblePhase(chosen);
    BitSet taken = runnable(chosen);
    if (!request.outOfOrder()) {
      BitSet missing = Predecessors.missing(plan, states, taken);
      if (!missing.isEmpty()) {
        return refused(Rule.PREDECESSORS, blocked(taken, missing), naming.ids(missing));
      }
    }
    noteWhatIsLeftOut(chosen, taken);
    return new Cut.Accepted(CurrentPlan.of(plan, taken), notes);
  }

  /**
   * Without a word on phases or tasks the way ends before the first irreversible phase that has
   * something to do: nothing behind it may run before it, and it runs only when named.
   */
  private void stopBeforeUnnamedIrreversiblePhase(BitSet chosen) {
    Selection selection = request.selection();
    if (!request.phases().isEmpty()
        || !selection.phases().isEmpty()
        || !selection.tasks().isEmpty()) {
      return;
    }
    BitSet runnable = runnable(chosen);
    for (int n = runnable.nextSetBit(0); n >= 0; n = runnable.nextSetBit(n + 1)) {
      Phase phase = plan.phaseOf(naming.task(n));
      if (!phase.reversible()) {
        noteIrreversible(phase, naming.task(n).phase(), runnable, n);
        chosen.clear(n, chosen.length());
        return;
      }
    }
  }

  private void noteIrreversible(Phase phase, int index, BitSet runnable, int first) {
    long own = runnable.stream().filter(n -> naming.task(n).phase() == index).count();
    long behind = runnable.get(first, runnable.length()).cardinality() - own;
    String later =
        behind == 0 ? "" : " " + Naming.count(behind, "task") + " of later phases wait for it.";
    notes.add(
        ("Phase '%s' (%s) cannot be taken back and was left out; it runs only when named:"
                + " upg run %s %s.%s")
            .formatted(
                phase.name(), Naming.count(own, "task"), plan.project(), phase.name(), later));
  }

  private BitSet runnable(BitSet numbers) {
    return Numbers.those(numbers, n -> states.of(n).runnable());
  }

  private void noteWhatIsLeftOut(BitSet chosen, BitSet taken) {
    BitSet undecided = Numbers.those(chosen, n -> undecided(states.of(n)));
    BitSet busy = Numbers.those(chosen, n -> busy(states.of(n)));
    if (!undecided.isEmpty()) {
      notes.add(
          "%s left out until you decide: %s. Try again, let go or take back: %s."
              .formatted(
                  Naming.countBeing(undecided, "task"), naming.named(undecided), decisions()));
    }
    if (!busy.isEmpty()) {
      notes.add(
          "%s left out because a run is at work on them: %s."
              .formatted(Naming.countBeing(busy, "task"), naming.named(busy)));
    }
    if (taken.isEmpty() && undecided.isEmpty() && busy.isEmpty() && notes.isEmpty()) {
      notes.add(
          chosen.isEmpty()
              ? "The selection matches no task of project '" + plan.project() + "'."
              : "Nothing is left to do: %s done or skipped."
                  .formatted(Naming.countBeing(chosen, "task")));
    }
  }

  private String blocked(BitSet taken, BitSet missing) {
    Task first = naming.task(taken.nextSetBit(0));
    boolean decide = missing.stream().anyMatch(n -> undecided(states.of(n)));
    String remedy =
        decide
            ? "Decide on those that need your word (" + decisions() + "), then run again"
            : "Bring those to done first: upg run " + plan.project();
    return "Phase '%s' of project '%s' may not run %s yet: %s not settled before it: %s. %s."
            .formatted(
                plan.phaseOf(first).name(),
                plan.project(),
                first.id(),
                Naming.countBeing(missing, "task"),
                naming.named(missing),
                remedy)
        + " Or run out of order: --out-of-order --reason R.";
  }

  private String decisions() {
    String project = plan.project();
    return "upg retry %s TASK, upg skip %s TASK --reason R, or upg rollback %s TASK"
        .formatted(project, project, project);
  }

  private static boolean undecided(TaskState state) {
    return state == TaskState.UNKNOWN || state == TaskState.ROLLBACK_FAIL;
  }

  private static boolean busy(TaskState state) {
    return state == TaskState.RUNNING || state == TaskState.ROLLING_BACK;
  }

  private static Cut refused(String rule, String message, List<String> tasks) {
    return new Cut.Refused(new Refusal(rule, message, tasks));
  }
}
