package io.upg.cli;

import io.upg.cli.bench.ReleaseCheckCommand;
import io.upg.cli.bench.ReleaseNewCommand;
import io.upg.cli.bench.TaskCheckCommand;
import io.upg.cli.bench.TaskExportCommand;
import io.upg.cli.bench.TaskRollbackCommand;
import io.upg.cli.bench.TaskRunCommand;
import io.upg.cli.inventory.ImportInventory;
import io.upg.server.QuickstartCommand;
import io.upg.server.ServeArtifactsCommand;
import io.upg.server.ServeOrchestratorCommand;
import io.upg.server.ServeQueryCommand;
import io.upg.server.ServeRecorderCommand;
import io.upg.server.UpCommand;
import picocli.CommandLine;

/** The one place where commands are hung in, in the order in which the help lists them. */
final class Commands {
  private Commands() {}

  static void addTo(CommandLine upg, CliContext context) {
    // First steps and processes: quickstart, up, serve.
    upg.addSubcommand(new QuickstartCommand(context));
    upg.addSubcommand(new UpCommand(context));
    CommandLine serve = group(upg, "serve", "One process of a deployment.");
    serve.addSubcommand(new ServeOrchestratorCommand(context));
    serve.addSubcommand(new ServeRecorderCommand(context));
    serve.addSubcommand(new ServeArtifactsCommand(context));
    serve.addSubcommand(new ServeQueryCommand(context));

    // Before an upgrade: inventory import, compile, plan.
    group(upg, "inventory", "Inventories made from what others know.")
        .addSubcommand(new ImportInventory(context));
    upg.addSubcommand(new CompileCommand(context));
    CommandLine plan = group(upg, "plan", "The stored plan of a project.");
    plan.addSubcommand(new PlanShowCommand(context));
    plan.addSubcommand(new PlanExportCommand(context));
    plan.addSubcommand(new PlanDiffCommand(context));

    group(upg, "artifact", "Files by their SHA-256, where agents fetch them from.")
        .addSubcommand(new ArtifactPutCommand(context));

    // The upgrade: run, pause, resume, abort.
    upg.addSubcommand(new RunCommand(context));
    upg.addSubcommand(new PauseCommand(context));
    upg.addSubcommand(new ResumeCommand(context));
    upg.addSubcommand(new AbortCommand(context));

    // A word on single tasks: retry, rollback, skip, patch.
    upg.addSubcommand(new RetryCommand(context));
    upg.addSubcommand(new RollbackCommand(context));
    upg.addSubcommand(new SkipCommand(context));
    CommandLine patch = new CommandLine(new PatchCommand(context));
    patch.addSubcommand(new PatchListCommand(context));
    patch.addSubcommand(new PatchExportCommand(context));
    upg.addSubcommand(patch);

    // One task by itself, and releases: task, release.
    CommandLine task = group(upg, "task", "One task here and now: the task bench.");
    task.addSubcommand(new TaskRunCommand(context));
    task.addSubcommand(new TaskRollbackCommand(context));
    task.addSubcommand(new TaskCheckCommand(context));
    task.addSubcommand(new TaskExportCommand(context));
    CommandLine release = group(upg, "release", "Releases, for those who write them.");
    release.addSubcommand(new ReleaseNewCommand(context));
    release.addSubcommand(new ReleaseCheckCommand(context));

    // What is and what was: status, tasks, logs, audit, nodes, project.
    upg.addSubcommand(new StatusCommand(context));
    upg.addSubcommand(new TasksCommand(context));
    upg.addSubcommand(new LogsCommand(context));
    upg.addSubcommand(new AuditCommand(context));
    upg.addSubcommand(new NodesCommand(context));
    group(upg, "project", "The projects of the store.")
        .addSubcommand(new ProjectListCommand(context));
  }

  /** A command that only groups others: {@code upg plan show}. */
  static CommandLine group(CommandLine upg, String name, String description) {
    CommandLine group = new CommandLine(new Group());
    group.getCommandSpec().usageMessage().description(description);
    upg.addSubcommand(name, group);
    return group;
  }

  @CommandLine.Command(mixinStandardHelpOptions = false, synopsisSubcommandLabel = "COMMAND")
  private static final class Group {
    @CommandLine.Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Print this help.")
    private boolean help;
  }
}
