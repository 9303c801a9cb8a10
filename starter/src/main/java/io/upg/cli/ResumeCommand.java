package io.upg.cli;

import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.store.Database;
import io.upg.store.query.ProjectsQuery;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code upg resume}. */
@Command(
    name = "resume",
    description = "Lift the pause, or run the last run's selection again; and follow it.")
final class ResumeCommand extends UpgCommand {
  @Parameters(index = "0", paramLabel = "PROJECT", description = "The project's name.")
  private String project;

  @Mixin private FollowOptions options;

  ResumeCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (Database database = options.connection().openForReading(context().env())) {
      ProjectCommand command = new ProjectCommand(context(), options, database, project);
      return options.dryRun()
          ? dryRun(command, new ProjectsQuery(database).lastRequest(project))
          : command.carryOut(command.request(CommandKind.RESUME).build());
    }
  }

  private int dryRun(ProjectCommand command, Optional<CommandRequest> last) {
    if (last.isPresent()) {
      return command.dryRun(last.get());
    }
    say("Nothing has run yet that could go on. Begin with: upg run " + project);
    return ExitCode.DONE;
  }
}
