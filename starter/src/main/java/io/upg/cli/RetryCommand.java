package io.upg.cli;

import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code upg retry}: repeats the direction that failed, and follows that. */
@Command(
    name = "retry",
    customSynopsis = "upg retry PROJECT [TASK...] [OPTIONS]",
    description = {
      "Try the selected tasks again, the way that failed, and follow it.",
      "What is fail, unreachable, unknown or skipped goes forwards; rollback_fail goes backwards. Of"
          + " an unknown task the host's journal is asked first.",
    })
final class RetryCommand extends UpgCommand {
  @Mixin private SelectionOptions selection;
  @Mixin private TakeBackOptions takeBack;
  @Mixin private FollowOptions options;

  RetryCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (Database database = options.connection().openForReading(context().env())) {
      ProjectCommand command =
          new ProjectCommand(context(), options, database, selection.project());
      CommandRequest.Builder request =
          command.request(CommandKind.RETRY).selection(selection.needed());
      return command.runTasks(takeBack.addTo(request).build(), options.dryRun());
    }
  }
}
