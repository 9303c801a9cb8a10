package io.upg.cli.bench;

import io.upg.cli.CliContext;
import io.upg.plan.model.Direction;
import picocli.CommandLine.Command;

/** {@code upg task rollback}. */
@Command(
    name = "rollback",
    description = "Take back what 'upg task run' has done, with the same SOURCE and --host-root.")
public final class TaskRollbackCommand extends OneTaskCommand {
  public TaskRollbackCommand(CliContext context) {
    super(context, Direction.ROLLBACK);
  }
}
