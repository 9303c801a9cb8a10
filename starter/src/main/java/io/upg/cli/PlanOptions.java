package io.upg.cli;

import io.upg.plan.model.GlobalPlan;
import io.upg.store.Database;
import io.upg.store.PlanStore;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The project whose plan a command shows. */
public final class PlanOptions {
  @Parameters(index = "0", paramLabel = "PROJECT", description = "The project's name.")
  private String project;

  @Mixin private StoreOptions store;

  /** The stored plan. */
  GlobalPlan load(CliContext context) {
    try (Database database = store.openForReading(context.env())) {
      return new PlanStore(database).load(project);
    }
  }

  /** The stored plan of another project. */
  GlobalPlan load(CliContext context, String other) {
    try (Database database = store.openForReading(context.env())) {
      return new PlanStore(database).load(other);
    }
  }
}
