package io.upg.cli;

import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.query.TaskRow;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code upg tasks}: answers from PostgreSQL alone. */
@Command(name = "tasks", description = "Tasks with their recorded states, in plan order.")
final class TasksCommand extends UpgCommand {
  @Mixin private SelectionOptions selection;

  @Option(
      names = "--state",
      paramLabel = "S",
      split = ",",
      converter = TaskStateConverter.class,
      description = "Only tasks in these states.")
  private List<TaskState> states = List.of();

  @Option(names = "--limit", paramLabel = "N", description = "At most so many tasks.")
  private Integer limit;

  @Option(names = "--after", paramLabel = "ID", description = "Only tasks behind this one.")
  private String after;

  @Mixin private OutputOption output;
  @Mixin private StoreOptions store;

  TasksCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    if (limit != null && limit < 1) {
      throw new UsageProblem("--limit is %d; expected 1 or more.".formatted(limit));
    }
    try (Database database = store.openForReading(context().env())) {
      int most = limit == null ? Integer.MAX_VALUE : limit;
      List<TaskRow> tasks =
          new TaskSearch(database)
              .find(selection.project(), selection.selection(), Set.copyOf(states), after, most);
      output.print(context().out(), () -> tasks, () -> text(tasks));
      if (limit != null && tasks.size() == limit && !output.json()) {
        say("There may be more: --after " + tasks.get(limit - 1).id());
      }
      return ExitCode.DONE;
    }
  }

  private String text(List<TaskRow> tasks) {
    if (tasks.isEmpty()) {
      say("No task of project '%s' fits.".formatted(selection.project()));
      return "";
    }
    ZoneId zone = context().clock().getZone();
    TextTable table =
        new TextTable("TASK", "PHASE", "STATE", "ATTEMPT", "REVISION", "STARTED", "TOOK", "RESULT");
    tasks.forEach(
        task ->
            table.row(
                task.id(),
                task.phase(),
                task.state().word(),
                task.attempt(),
                task.revision(),
                Words.time(task.startedAt(), zone),
                took(task),
                result(task)));
    return table.text("");
  }

  private String result(TaskRow task) {
    if (task.live() != null) {
      return Words.live(task.live(), context().clock().instant());
    }
    String outcome = Words.outcome(task);
    return task.standsOn() == null
        ? outcome
        : outcome + "; stands on " + task.standsOn() + ", which was taken back";
  }

  private static String took(TaskRow task) {
    return task.startedAt() == null || task.finishedAt() == null
        ? ""
        : Words.duration(Duration.between(task.startedAt(), task.finishedAt()));
  }
}
