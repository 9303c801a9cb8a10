package io.upg.cli;

import io.upg.store.Database;
import io.upg.store.query.ProjectEntry;
import io.upg.store.query.ProjectsQuery;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code upg project list}: answers from PostgreSQL alone. */
@Command(name = "list", description = "Every project of the store, with its plan.")
final class ProjectListCommand extends UpgCommand {
  private static final int DIGEST_SHOWN = 12;

  @Mixin private OutputOption output;
  @Mixin private StoreOptions store;

  ProjectListCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (Database database = store.openForReading(context().env())) {
      List<ProjectEntry> projects = new ProjectsQuery(database).all();
      output.print(context().out(), () -> projects, () -> text(projects));
      return ExitCode.DONE;
    }
  }

  private String text(List<ProjectEntry> projects) {
    TextTable table = new TextTable("PROJECT", "STATE", "PLAN", "REVISION", "TASKS", "COMPILED");
    projects.forEach(
        project ->
            table.row(
                project.project(),
                project.closed() ? "closed" : project.state().word(),
                project.digest().substring(0, Math.min(DIGEST_SHOWN, project.digest().length())),
                project.revision(),
                project.tasks(),
                Words.time(project.compiledAt(), context().clock().getZone())));
    return table.text("");
  }
}
