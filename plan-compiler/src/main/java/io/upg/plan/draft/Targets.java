package io.upg.plan.draft;

import io.upg.plan.Suggest;
import io.upg.plan.input.Project.Target;
import io.upg.plan.model.Instance;
import io.upg.plan.problem.Problems;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds for every instance of the fleet the version that it is to have. */
public final class Targets {
  private final Fleet fleet;
  private final HostSets sets;
  private final Problems problems;

  private Targets(Fleet fleet, HostSets sets, Problems problems) {
    this.fleet = fleet;
    this.sets = sets;
    this.problems = problems;
  }

  /**
   * The instances that change, sorted by host, component and name; those already at their target
   * are left out.
   *
   * @param overrides replace {@code written} for the instances they name
   */
  public static List<Move> moves(
      Fleet fleet, List<Target> written, List<Target> overrides, HostSets sets, Problems problems) {
    return new Targets(fleet, sets, problems).moves(written, overrides);
  }

  private List<Move> moves(List<Target> written, List<Target> overrides) {
    Map<FleetInstance, Target> chosen = assign(written);
    chosen.putAll(assign(overrides));
    return fleet.instances().stream()
        .filter(i -> chosen.containsKey(i) && moves(i, chosen.get(i)))
        .map(i -> move(i, chosen.get(i)))
        .toList();
  }

  private static boolean moves(FleetInstance instance, Target target) {
    boolean readable = !instance.version().isEmpty();
    return readable && !target.version().value().equals(instance.version());
  }

  private static Move move(FleetInstance instance, Target target) {
    return new Move(
        new Instance(
            instance.host(),
            instance.component(),
            instance.name(),
            instance.version(),
            target.version().value()),
        instance.rank(),
        target,
        instance.place());
  }

  private Map<FleetInstance, Target> assign(List<Target> targets) {
    Map<FleetInstance, Target> chosen = new IdentityHashMap<>();
    for (Target target : targets) {
      Map<Target, List<String>> conflicts = new LinkedHashMap<>();
      for (FleetInstance instance : named(target)) {
        Target first = chosen.putIfAbsent(instance, target);
        if (first != null && !first.version().value().equals(target.version().value())) {
          conflicts
              .computeIfAbsent(first, t -> new ArrayList<>())
              .add(instance.label() + " on " + instance.host());
        }
      }
      conflicts.forEach((first, instances) -> conflict(first, target, instances));
    }
    return chosen;
  }

  private List<FleetInstance> named(Target target) {
    List<FleetInstance> all = fleet.instancesOf(target.component().value());
    Optional<BitSet> hosts = sets.some(target.on());
    if (!fleet.mentions(target.component().value())) {
      problems.error(
          "unknown-component",
          target.component().place(),
          "no host of the inventory runs component '" + target.component() + "'.",
          Suggest.hint(target.component().value(), fleet.components()));
      return List.of();
    }
    List<FleetInstance> named =
        all.stream()
            .filter(i -> hosts.isPresent() && hosts.get().get(i.rank()))
            .filter(i -> target.name().isEmpty() || target.name().equals(i.name()))
            .toList();
    if (named.isEmpty() && hosts.isPresent() && fleet.complete() && !all.isEmpty()) {
      nothingThere(target, all);
    }
    return named;
  }

  private void nothingThere(Target target, List<FleetInstance> all) {
    problems.error(
        "no-instances",
        target.on().place(),
        "no host of '"
            + target.on()
            + "' runs "
            + FleetInstance.label(target.component().value(), target.name())
            + ".",
        "It runs on " + Some.of(all.stream().map(FleetInstance::host).distinct().toList()) + ".");
  }

  private void conflict(Target first, Target second, List<String> instances) {
    problems.error(
        "two-targets",
        second.version().place(),
        Some.of(instances)
            + " is to go to "
            + second.version()
            + ", but "
            + first.version().place()
            + " takes it to "
            + first.version()
            + ".",
        "Make the host sets disjoint.");
  }
}
