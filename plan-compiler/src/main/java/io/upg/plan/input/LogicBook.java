package io.upg.plan.input;

import io.upg.plan.model.Layout;
import io.upg.plan.yaml.Text;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A logic book as written: the order of phases, and of actions in each. */
public record LogicBook(List<PhaseRule> phases) {

  /**
   * @param components empty means every component
   */
  public record PhaseRule(
      Text name,
      Text on,
      List<Text> components,
      Layout layout,
      List<PhaseAction> actions,
      BatchSizes batch,
      boolean reversible,
      boolean pauseAfter) {

    public PhaseRule {
      components = List.copyOf(components);
      actions = List.copyOf(actions);
    }

    public Set<String> actionNames() {
      return actions.stream().map(action -> action.name().value()).collect(Collectors.toSet());
    }
  }

  /**
   * @param batch how this action's hosts are cut, where it is not as the phase's
   */
  public record PhaseAction(Text name, Optional<BatchSizes> batch) {}

  public LogicBook {
    phases = List.copyOf(phases);
  }
}
