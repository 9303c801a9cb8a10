package io.upg.plan.compile;

import io.upg.plan.draft.Fleet;
import io.upg.plan.draft.FleetBuilder;
import io.upg.plan.input.Inventory;
import io.upg.plan.problem.InvalidInput;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import java.util.Optional;

/** Reads an inventory by itself, as a compilation reads it. */
public final class FleetReader {
  private FleetReader() {}

  /**
   * @throws InvalidInput with every problem of the file
   */
  public static Fleet read(SourceTree tree, String inventoryPath) {
    Problems problems = new Problems();
    Place named = new Place(inventoryPath, 0);
    Optional<Inventory> inventory =
        new Sources(tree, inventoryPath, problems).inventory(inventoryPath, named);
    Optional<Fleet> fleet = inventory.map(i -> FleetBuilder.build(tree, i, problems));
    problems.refuseErrors();
    return fleet.orElseThrow();
  }
}
