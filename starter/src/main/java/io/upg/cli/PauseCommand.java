package io.upg.cli;

import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code upg pause}. */
@Command(name = "pause", description = "Start no new batch; running tasks finish.")
final class PauseCommand extends UpgCommand {
  @Parameters(index = "0", paramLabel = "PROJECT", description = "The project's name.")
  private String project;

  @Mixin private SendOptions options;

  PauseCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (Database database = options.connection().openForReading(context().env())) {
      ProjectCommand command = new ProjectCommand(context(), options, database, project);
      CommandRequest request = command.request(CommandKind.PAUSE).build();
      return command.tell(request);
    }
  }
}
