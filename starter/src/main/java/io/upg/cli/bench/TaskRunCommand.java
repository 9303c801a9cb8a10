package io.upg.cli.bench;

import io.upg.cli.CliContext;
import io.upg.plan.model.Direction;
import picocli.CommandLine.Command;

/** {@code upg task run}. */
@Command(
    name = "run",
    description = {
      "Run one task here and now, with the agent's own code.",
      "Needs no Temporal; a database only where SOURCE is a project."
    },
    footer = {
      "",
      "  upg task run releases/keystone/2025.1 convert --host-root /tmp/h1",
      "  upg task run spring ctrl-1_convert_keystone --host-root /tmp/h1"
    })
public final class TaskRunCommand extends OneTaskCommand {
  public TaskRunCommand(CliContext context) {
    super(context, Direction.RUN);
  }
}
