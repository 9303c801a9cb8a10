package io.upg.cli;

import io.upg.contract.CommandAnswer;
import io.upg.plan.model.Direction;
import io.upg.store.query.RunOutcome;
import io.upg.store.query.TaskRow;
import java.util.stream.Collectors;

/** What became of the tasks of one command, for people. */
final class OutcomeText {
  /** How many tasks that did not come to their end are named. */
  static final int NAMED = 10;

  private final String project;
  private final RunOutcome outcome;

  OutcomeText(String project, RunOutcome outcome) {
    this.project = project;
    this.outcome = outcome;
  }

  /** {@code rollback of 3 tasks: rolled_back 2, rollback_fail 1}, and of those the first few. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s of %s: %s%n"
            .formatted(
                outcome.command(),
                Words.count(outcome.tasks(), "task"),
                Words.counts(outcome.counts())));
    if (!outcome.settled()) {
      text.append('\n').append(failed()).append(whatToDo());
    }
    return text.append('\n').toString();
  }

  private String failed() {
    TextTable table = new TextTable("TASK", "STATE", "ATTEMPT", "ERROR");
    outcome
        .unsettled()
        .forEach(
            task ->
                table.row(
                    task.id(), task.state().word(), task.attempt(), Words.shortOutcome(task)));
    int more = outcome.unsettledCount() - outcome.unsettled().size();
    return table.text("  ") + (more > 0 ? "  and %d more%n".formatted(more) : "");
  }

  private String whatToDo() {
    TaskRow first = outcome.unsettled().get(0);
    String early = outcome.endedEarly() == null ? "" : outcome.endedEarly() + "\n";
    if (!first.state().failed()) {
      return early
          + "%s not run. Again: upg %s %s %s%n"
              .formatted(
                  outcome.unsettledCount() == 1 ? "It was" : "They were",
                  outcome.direction() == Direction.RUN ? "run" : "rollback",
                  project,
                  first.id());
    }
    return early
        + """
        See why: upg logs %1$s %2$s
        Again when fixed: upg retry %1$s %2$s
        Or let it go: upg skip %1$s %2$s --reason R
        """
            .formatted(project, first.id());
  }

  /** The same in one sentence, for those who read a document on stdout. */
  String sentence() {
    String named =
        outcome.unsettled().stream()
            .limit(3)
            .map(task -> task.id() + " (" + task.state().word() + ")")
            .collect(Collectors.joining(", "));
    int more = outcome.unsettledCount() - Math.min(3, outcome.unsettled().size());
    return "%d of %s did not come to their end: %s%s. See: upg logs %s %s"
        .formatted(
            outcome.unsettledCount(),
            Words.count(outcome.tasks(), "task"),
            named,
            more > 0 ? " and " + more + " more" : "",
            project,
            outcome.unsettled().get(0).id());
  }

  /** {@code skip of 2 tasks: a, b}. */
  static String skipped(CommandAnswer answer) {
    if (answer.count() == 0) {
      return "";
    }
    int more = answer.count() - Math.min(answer.count(), NAMED);
    String named = answer.first().stream().limit(NAMED).collect(Collectors.joining(", "));
    return "skip of %s: %s%s%n%n"
        .formatted(
            Words.count(answer.count(), "task"), named, more > 0 ? " and " + more + " more" : "");
  }
}
