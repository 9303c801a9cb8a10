package io.upg.plan.input;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.problem.Place;
import io.upg.plan.yaml.Text;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code project.yaml} as written.
 *
 * @param logic {@code default}, or a path
 * @param batches phase → sizes; the key says where it was written
 */
public record Project(
    Text name,
    Text inventory,
    Text releases,
    Text logic,
    List<Target> targets,
    Map<Text, BatchSizes> batches,
    Limits budget,
    Duration unreachableAfter) {

  /**
   * @param name the instance's own name; empty means all of the component's instances on the host
   */
  public record Target(Text component, Text on, Text version, String name) {}

  /** The budgets that were written. */
  public record Limits(
      Optional<Amount> batch,
      Optional<Amount> phase,
      Optional<Amount> project,
      Optional<Amount> unreachable) {
    public static final Limits NONE =
        new Limits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** What is looked at where the project's own file cannot be read. */
  public static Project unreadable(Place place) {
    return new Project(
        new Text("?", place),
        new Text("inventory.yaml", place),
        new Text("releases", place),
        new Text("default", place),
        List.of(),
        Map.of(),
        Limits.NONE,
        GlobalPlan.UNREACHABLE_AFTER);
  }

  public Project {
    targets = List.copyOf(targets);
    batches = Collections.unmodifiableMap(new LinkedHashMap<>(batches));
  }
}
