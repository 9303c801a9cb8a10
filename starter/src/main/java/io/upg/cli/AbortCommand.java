package io.upg.cli;

import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upg abort}. */
@Command(
    name = "abort",
    description = {
      "End the open runs: running tasks finish, nothing new starts.",
      "Returns at once. The project can be run again, or rolled back.",
    })
final class AbortCommand extends UpgCommand {
  @Parameters(index = "0", paramLabel = "PROJECT", description = "The project's name.")
  private String project;

  @Option(names = "--now", description = "Stop running tasks, too: they end as fail.")
  private boolean now;

  @Option(names = "--reason", paramLabel = "R", description = "Why; for the audit.")
  private String reason;

  @Mixin private SendOptions options;

  AbortCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (Database database = options.connection().openForReading(context().env())) {
      ProjectCommand command = new ProjectCommand(context(), options, database, project);
      CommandRequest request = command.request(CommandKind.ABORT).now(now).reason(reason).build();
      return command.tell(request);
    }
  }
}
