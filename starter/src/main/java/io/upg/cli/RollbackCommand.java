package io.upg.cli;

import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code upg rollback}: takes the selected tasks back, and follows that. */
@Command(
    name = "rollback",
    customSynopsis = "upg rollback PROJECT [TASK...] [OPTIONS]",
    description = {
      "Take back the selected tasks, in exact reverse order, and follow it.",
      "Taken back is what stands: done, fail, unknown, rollback_fail, and what was skipped after it"
          + " had run. Works while a run goes on, while it waits, and when none is there.",
    })
final class RollbackCommand extends UpgCommand {
  @Mixin private SelectionOptions selection;
  @Mixin private TakeBackOptions takeBack;
  @Mixin private FollowOptions options;

  RollbackCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (Database database = options.connection().openForReading(context().env())) {
      ProjectCommand command =
          new ProjectCommand(context(), options, database, selection.project());
      CommandRequest.Builder request =
          command.request(CommandKind.ROLLBACK).selection(selection.needed());
      return command.runTasks(takeBack.addTo(request).build(), options.dryRun());
    }
  }
}
