package io.upg.plan.cut;

import io.upg.plan.model.GlobalPlan;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What taking back some standing tasks means for those that build on them: its <em>dependents</em>
 * are the later standing tasks of the same instance; behind a {@code scope: once} task whose
 * rollback does something, those of its component on every host.
 */
final class TakeBack {
  private final GlobalPlan plan;
  private final TaskFacts facts;
  private final BitSet selected;
  private final RollbackOptions options;
  private final Naming naming;
  private final BitSet dependents;

  /**
   * @param selected tasks that stand
   */
  TakeBack(GlobalPlan plan, TaskFacts facts, BitSet selected, RollbackOptions options) {
    this.plan = plan;
    this.facts = facts;
    this.selected = selected;
    this.options = options;
    this.naming = Naming.byFacts(plan, facts);
    this.dependents =
        LaterTasks.behind(
            plan, selected, facts::stands, task -> OnceTasks.undoesForAll(plan, facts, task));
  }

  /** Selected and depending tasks that a run is at work on. */
  BitSet atWork() {
    return Numbers.those(all(), facts::atWork);
  }

  /** A rule that forbids it, whatever their states. */
  Optional<Refusal> refusal() {
    return irreversible().or(this::standingOnThem);
  }

  Cut.Accepted accepted() {
    return new Cut.Accepted(CurrentPlan.of(plan, taken()).reversed(), notes());
  }

  private BitSet taken() {
    return options.withDependents() ? all() : selected;
  }

  private BitSet all() {
    return Numbers.union(selected, dependents);
  }

  /** The point of no return holds for each instance: nothing before it may be taken back. */
  private Optional<Refusal> irreversible() {
    BitSet passed = pointsOfNoReturn();
    if (passed.isEmpty()) {
      return Optional.empty();
    }
    boolean one = passed.stream().mapToObj(n -> naming.task(n).instance()).distinct().count() == 1;
    String message =
        "%s cannot be taken back: %s passed the point of no return with %s. Repair forwards"
            + " (upg patch, upg retry), or select without %s.";
    return refusal(
        Rule.IRREVERSIBLE,
        message.formatted(
            subject(),
            naming.instances(passed) + (one ? " has" : " have"),
            naming.named(passed),
            one ? "it" : "them"),
        passed);
  }

  /** Standing irreversible tasks, among those to take back or later on their instances. */
  private BitSet pointsOfNoReturn() {
    BitSet later = LaterTasks.behind(plan, taken(), facts::stands, task -> false);
    return Numbers.those(
        Numbers.union(taken(), later), number -> !naming.task(number).reversible());
  }

  private Optional<Refusal> standingOnThem() {
    if (dependents.isEmpty() || options.withDependents() || options.only()) {
      return Optional.empty();
    }
    String message =
        "%s cannot be taken back alone: %s of %s %s: %s. Take %s back first: add --with-dependents."
            + " Or leave %s standing: --only --reason R.";
    boolean one = dependents.cardinality() == 1;
    return refusal(
        Rule.DEPENDENTS,
        message.formatted(
            subject(),
            Naming.count(dependents, "later task"),
            naming.instances(dependents),
            one ? "stands" : "stand",
            naming.named(dependents),
            one ? "it" : "them",
            one ? "it" : "them"),
        dependents);
  }

  private List<String> notes() {
    if (dependents.isEmpty()) {
      return List.of();
    }
    String what =
        options.withDependents()
            ? " taken back first, because they stand on what was selected: "
            : " left standing on what is taken back: ";
    return List.of(
        Naming.countBeing(dependents, "later task") + what + naming.named(dependents) + ".");
  }

  private String subject() {
    return selected.cardinality() == 1
        ? naming.task(selected.nextSetBit(0)).id()
        : "The " + Naming.count(selected, "selected task");
  }

  private Optional<Refusal> refusal(String rule, String message, BitSet tasks) {
    return Optional.of(new Refusal(rule, message, naming.ids(tasks)));
  }
}
