package io.upg.cli;

import io.upg.store.Database;
import io.upg.store.query.LogsQuery;
import io.upg.store.query.TaskLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code upg logs}: answers from PostgreSQL alone. */
@Command(
    name = "logs",
    description = "What became of a task, each time: result, error, the end of its output.")
final class LogsCommand extends UpgCommand {
  @Parameters(index = "0", paramLabel = "PROJECT", description = "The project's name.")
  private String project;

  @Parameters(index = "1", paramLabel = "TASK", description = "The task's id.")
  private String task;

  @Mixin private OutputOption output;
  @Mixin private StoreOptions store;

  LogsCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (Database database = store.openForReading(context().env())) {
      TaskLog log = new LogsQuery(database).of(project, task);
      LogText text = new LogText(project, log, context());
      output.print(context().out(), () -> log, text::text);
      return ExitCode.DONE;
    }
  }
}
