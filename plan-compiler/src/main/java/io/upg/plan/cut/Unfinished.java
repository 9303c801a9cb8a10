package io.upg.plan.cut;

import io.upg.plan.NaturalOrder;
import io.upg.plan.hosts.HostNames;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a run that went through all its batches did not bring to its end, and what to do then. */
public final class Unfinished {
  private final GlobalPlan plan;
  private final Naming naming;
  private final TaskFacts facts;
  private final RunScope run;
  private final BitSet open;

  private Unfinished(GlobalPlan plan, TaskFacts facts, RunScope run) {
    this.plan = plan;
    this.naming = Naming.byFacts(plan, facts);
    this.facts = facts;
    this.run = run;
    this.open = Numbers.those(run.tasks(), number -> !run.settled(facts, number));
  }

  /**
   * Sentences for the operator, or null where every task of the run is settled.
   *
   * @param goOn the command that takes up what is left of a forward run: {@code upg run spring}
   */
  public static String waitingFor(GlobalPlan plan, TaskFacts facts, RunScope run, String goOn) {
    Unfinished unfinished = new Unfinished(plan, facts, run);
    if (unfinished.open.isEmpty()) {
      return null;
    }
    return run.direction() == Direction.RUN ? unfinished.forwards(goOn) : unfinished.backwards();
  }

  private String forwards(String goOn) {
    SortedSet<String> failed = new TreeSet<>(NaturalOrder.INSTANCE);
    open.stream()
        .mapToObj(naming::task)
        .filter(task -> facts.of(task).failed())
        .forEach(task -> failed.add(task.host()));
    BitSet others = Numbers.those(open, number -> !failed.contains(naming.task(number).host()));
    List<String> sentences = new ArrayList<>();
    if (!failed.isEmpty()) {
      sentences.add(leftBehind(failed));
    }
    if (!others.isEmpty()) {
      sentences.add(
          "%s left out, because something was taken back or another run was at work before %s: %s."
              .formatted(
                  Naming.count(others, "task") + (others.cardinality() == 1 ? " was" : " were"),
                  others.cardinality() == 1 ? "it" : "them",
                  naming.named(others)));
    }
    sentences.add((failed.isEmpty() ? "Go on: " : "Fix the cause, then: ") + goOn);
    return String.join(" ", sentences);
  }

  private String leftBehind(SortedSet<String> hosts) {
    return "The run ended, but left %d %s behind within the budget: %s. See: upg tasks %s --failed."
        .formatted(
            hosts.size(),
            hosts.size() == 1 ? "host" : "hosts",
            HostNames.text(hosts),
            plan.project());
  }

  private String backwards() {
    BitSet failed = Numbers.those(open, number -> facts.of(number) == TaskState.ROLLBACK_FAIL);
    BitSet behind = Numbers.those(open, number -> !failed.get(number));
    return failed.isEmpty() ? standing(behind) : failed(failed, behind);
  }

  private String failed(BitSet failed, BitSet behind) {
    String project = plan.project();
    Task first = naming.task(failed.length() - 1);
    String text =
        "%s could not be taken back: %s. See: upg logs %s %s. Fix the cause (a script: upg patch %s), then: upg retry %s --failed. Or let it go: upg skip %s %s --reason R."
            .formatted(
                Naming.count(failed, "task"),
                naming.named(failed),
                project,
                first.id(),
                project,
                project,
                project,
                first.id());
    return behind.isEmpty()
        ? text
        : text
            + " %s behind %s still %s: %s. Then roll back the same selection again."
                .formatted(
                    Naming.count(behind, "task"),
                    failed.cardinality() == 1 ? "it" : "them",
                    behind.cardinality() == 1 ? "stands" : "stand",
                    naming.named(behind));
  }

  private String standing(BitSet behind) {
    return "%s still %s, because later tasks came to stand on %s or another run was at work there: %s. Roll back the same selection again."
        .formatted(
            Naming.count(behind, "task"),
            behind.cardinality() == 1 ? "stands" : "stand",
            behind.cardinality() == 1 ? "it" : "them",
            naming.named(behind));
  }
}
