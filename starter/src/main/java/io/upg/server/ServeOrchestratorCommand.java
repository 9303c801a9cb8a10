package io.upg.server;

import io.upg.cli.CliContext;
import picocli.CommandLine.Command;

/** {@code upg serve orchestrator}. */
@Command(
    name = "orchestrator",
    description = "Dispatch: runs the workflows and their decisions. Several may run.")
public final class ServeOrchestratorCommand extends ServeCommand {
  public ServeOrchestratorCommand(CliContext context) {
    super(context);
  }

  @Override
  void serve(Serving serving) {
    serving.orchestrator(knownArtifacts());
  }
}
