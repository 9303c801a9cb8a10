package io.upg.plan.order;

import io.upg.plan.draft.Draft;
import io.upg.plan.input.BatchSizes;
import io.upg.plan.input.LogicBook.PhaseRule;
import io.upg.plan.model.Layout;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts the tasks of every phase in order. The draft has no errors any more. */
public final class Order {
  private final Draft draft;
  private final Groups groups;
  private final Problems problems;

  private Order(Draft draft, Problems problems) {
    this.draft = draft;
    this.groups = new Groups(draft.releases());
    this.problems = problems;
  }

  /** One for each phase of the logic book, the empty ones too. */
  public static List<PhaseOrder> of(Draft draft, Problems problems) {
    Order order = new Order(draft, problems);
    List<PhaseOrder> phases = new ArrayList<>();
    for (int phase = 0; phase < draft.membership().book().phases().size(); phase++) {
      phases.add(order.phase(phase));
    }
    return phases;
  }

  private PhaseOrder phase(int phase) {
    PhaseRule rule = draft.membership().book().phases().get(phase);
    List<Work> works = PhaseWork.of(draft, phase);
    if (rule.layout() == Layout.BY_ACTION) {
      int hosts = Lists.byHost(works).size();
      return new ByAction(groups, draft.requires(), hosts)
          .order(works, rule.actions(), sizes(rule));
    }
    HostLevels levels = new HostLevels(draft, phase, works);
    levels.refuseCycle(draft, phase, problems);
    return new ByHost(groups, draft.requires(), levels).order(works, rule.actions(), sizes(rule));
  }

  /** As the project says, else as the logic book does. */
  private BatchSizes sizes(PhaseRule rule) {
    for (Map.Entry<Text, BatchSizes> written : draft.project().batches().entrySet()) {
      if (written.getKey().value().equals(rule.name().value())) {
        return written.getValue();
      }
    }
    return rule.batch();
  }
}
