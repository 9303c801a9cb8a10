package io.upg.cli;

import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.query.StatusDocument;
import io.upg.store.query.StatusQuery;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upg status}: answers from PostgreSQL alone. */
@Command(
    name = "status",
    description = "Where a project is, what it waits for and what to do; without one, all of them.")
final class StatusCommand extends UpgCommand {
  static final Set<TaskState> FAILED =
      Arrays.stream(TaskState.values()).filter(TaskState::failed).collect(Collectors.toSet());

  @Parameters(arity = "0..1", paramLabel = "PROJECT", description = "Its name.")
  private String project;

  @Option(names = "--watch", description = "Print it again whenever it changed, until Ctrl-C.")
  private boolean watch;

  @Mixin private OutputOption output;
  @Mixin private StoreOptions store;

  StatusCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    if (watch && output.json()) {
      throw new UsageProblem("--watch prints text again and again: it cannot go with -o json.");
    }
    try (Database database = store.openForReading(context().env())) {
      if (watch) {
        new Watch(context()).untilInterrupted(() -> text(database));
        return ExitCode.DONE;
      }
      output.print(context().out(), () -> document(database), () -> text(database));
      return ExitCode.DONE;
    }
  }

  private Object document(Database database) {
    StatusQuery query = new StatusQuery(database);
    return project == null ? query.all() : query.of(project);
  }

  private String text(Database database) {
    if (project != null) {
      return text(database, project, context().clock());
    }
    List<StatusDocument> all = new StatusQuery(database).all();
    return all.isEmpty()
        ? "No projects yet. Compile one: upg compile project.yaml\n"
        : StatusText.list(all);
  }

  /** What every command prints when the run that it followed has ended. */
  static String text(Database database, String project, Clock clock) {
    StatusDocument status = new StatusQuery(database).of(project);
    return StatusText.of(status, StatusDetails.read(database, status), clock);
  }
}
