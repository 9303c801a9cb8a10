package io.upg.cli;

import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code upg skip}: lets the selected tasks go, for a reason. */
@Command(
    name = "skip",
    customSynopsis = "upg skip PROJECT [TASK...] --reason R [OPTIONS]",
    description = {
      "Let the selected tasks go: they count as settled, and stay visible as skipped.",
      "For what is undo, fail, unreachable, unknown or rolled_back; rollback_fail becomes"
          + " rolled_back. Nothing runs on any host. upg retry un-skips.",
    })
final class SkipCommand extends UpgCommand {
  @Mixin private SelectionOptions selection;

  @Option(
      names = "--reason",
      paramLabel = "R",
      required = true,
      description = "Why; for the audit.")
  private String reason;

  @Option(names = "--dry-run", description = "Print what would be skipped; touch nothing.")
  private boolean dryRun;

  @Mixin private SendOptions options;

  SkipCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (Database database = options.connection().openForReading(context().env())) {
      ProjectCommand command =
          new ProjectCommand(context(), options, database, selection.project());
      CommandRequest request =
          command.request(CommandKind.SKIP).selection(selection.needed()).reason(reason).build();
      return dryRun ? command.dryRun(request) : command.skip(request);
    }
  }
}
