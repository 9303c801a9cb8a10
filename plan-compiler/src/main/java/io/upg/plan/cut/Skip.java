package io.upg.plan.cut;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.TaskState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Decides on a skip: see {@link SkipDecision#of}. */
final class Skip {
  private final GlobalPlan plan;
  private final TaskFacts facts;
  private final Wanted wanted;
  private final Naming naming;
  private final BitSet skipped;
  private final BitSet letGo;

  Skip(GlobalPlan plan, TaskFacts facts, Selection selection) {
    this.plan = plan;
    this.facts = facts;
    this.wanted = new Wanted(plan, facts, selection);
    this.naming = Naming.byFacts(plan, facts);
    this.skipped = wanted.those(n -> !facts.atWork(n) && skippable(facts.of(n)));
    this.letGo = wanted.those(n -> !facts.atWork(n) && facts.of(n) == TaskState.ROLLBACK_FAIL);
  }

  private static boolean skippable(TaskState state) {
    return switch (state) {
      case UNDO, FAIL, UNREACHABLE, UNKNOWN, ROLLED_BACK -> true;
      case RUNNING, DONE, ROLLING_BACK, ROLLBACK_FAIL, SKIPPED -> false;
    };
  }

  SkipDecision decide() {
    Optional<Refusal> refusal = wanted.badInput().or(wanted::namedAtWork).or(this::nothingToSkip);
    if (refusal.isPresent()) {
      return new SkipDecision.Refused(refusal.get());
    }
    return new SkipDecision.Accepted(skipped, letGo, notes());
  }

  private Optional<Refusal> nothingToSkip() {
    return wanted.namedButNot(
        Numbers.union(skipped, letGo),
        "be skipped",
        "Skipped is what is not settled: undo, fail, unreachable, unknown, rolled_back, and"
            + " rollback_fail, which becomes rolled_back.");
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>(wanted.leftOutAtWork());
    if (skipped.isEmpty() && letGo.isEmpty() && notes.isEmpty()) {
      notes.add(wanted.nothingLeft("all are settled"));
    }
    noteLetGo(notes);
    noteWhatStands(notes);
    noteWhatIsStillToRun(notes);
    return notes;
  }

  private void noteLetGo(List<String> notes) {
    if (!letGo.isEmpty()) {
      notes.add(
          "%s as rolled_back from now on, whatever the failed rollback left on the host: %s."
              .formatted(
                  Naming.count(letGo, "task") + (letGo.cardinality() == 1 ? " counts" : " count"),
                  naming.named(letGo)));
    }
  }

  private void noteWhatStands(List<String> notes) {
    BitSet standing = Numbers.those(skipped, facts::stands);
    if (!standing.isEmpty()) {
      boolean one = standing.cardinality() == 1;
      notes.add(
          "%s had run and still %s: %s. To take %s back: upg rollback %s TASK."
              .formatted(
                  Naming.count(standing, "skipped task"),
                  one ? "stands" : "stand",
                  naming.named(standing),
                  one ? "it" : "them",
                  plan.project()));
    }
  }

  /** Behind a task that stands for its component, on every host. */
  private void noteWhatIsStillToRun(List<String> notes) {
    BitSet later =
        LaterTasks.behind(
            plan,
            skipped,
            number -> !facts.of(number).settled(),
            task -> task.once() && skipped.get(task.number()));
    if (!later.isEmpty()) {
      notes.add(
          "Still to run: %s of %s: %s. Skip %s too where that makes no sense any more."
              .formatted(
                  Naming.count(later, "later task"),
                  naming.instances(later),
                  naming.named(later),
                  later.cardinality() == 1 ? "it" : "them"));
    }
  }
}
