package io.upg.cli;

import io.upg.plan.cut.Selection;
import io.upg.plan.cut.SelectionMatch;
import io.upg.plan.cut.SelectionMatcher;
import io.upg.plan.cut.TaskStates;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.PlanStore;
import io.upg.store.query.TaskFilter;
import io.upg.store.query.TaskRow;
import io.upg.store.query.TasksQuery;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
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
      List<TaskRow> tasks = new TasksQuery(database).find(selection.project(), filter(database));
      output.print(context().out(), () -> tasks, () -> text(tasks));
      if (limit != null && tasks.size() == limit && !output.json()) {
        say("There may be more: --after " + tasks.get(limit - 1).id());
      }
      return ExitCode.DONE;
    }
  }

  private TaskFilter filter(Database database) {
    Selection selected = selection.selection();
    int most = limit == null ? Integer.MAX_VALUE : limit;
    return new TaskFilter(numbers(database, selected), wanted(selected), after, most);
  }

  /** The states to show, or null for all. */
  private Set<TaskState> wanted(Selection selected) {
    if (states.isEmpty() && !selected.failed()) {
      return null;
    }
    Set<TaskState> wanted =
        states.isEmpty() ? EnumSet.allOf(TaskState.class) : EnumSet.copyOf(states);
    if (selected.failed()) {
      wanted.retainAll(StatusCommand.FAILED);
    }
    return wanted;
  }

  /** Numbers of the selected tasks, or null for all: then the plan need not be read. */
  private List<Integer> numbers(Database database, Selection selected) {
    Selection apartFromStates =
        new Selection(
            selected.tasks(),
            selected.hosts(),
            selected.components(),
            selected.phases(),
            selected.batches(),
            false,
            false);
    if (apartFromStates.isEmpty()) {
      return null;
    }
    GlobalPlan plan = new PlanStore(database).load(selection.project());
    SelectionMatch match = new SelectionMatcher(plan, TaskStates.ALL_UNDO).match(apartFromStates);
    if (!match.unknown().isEmpty()) {
      throw new UsageProblem(String.join("\n", match.unknown()));
    }
    return match.numbers().stream().boxed().toList();
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

  private static String result(TaskRow task) {
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
