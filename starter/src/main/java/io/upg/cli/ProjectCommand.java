package io.upg.cli;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.TemporalTarget;
import io.upg.plan.cut.TaskFacts;
import io.upg.plan.model.GlobalPlan;
import io.upg.store.Database;
import io.upg.store.PlanStore;
import io.upg.store.query.FactsQuery;
import io.upg.store.query.RunOutcome;
import io.upg.store.query.RunOutcomeQuery;
import io.upg.store.query.RunProgress;
import io.upg.store.query.StatusDocument;
import io.upg.store.query.StatusQuery;
import java.util.UUID;

/** The ways of a command that goes to a project's workflow: send, follow, tell. */
final class ProjectCommand {
  private final CliContext context;
  private final SendOptions options;
  private final Database database;
  private final String project;

  ProjectCommand(CliContext context, SendOptions options, Database database, String project) {
    this.context = context;
    this.options = options;
    this.database = database;
    this.project = project;
  }

  /** A new command of whoever gives it. */
  CommandRequest.Builder request(CommandKind kind) {
    String id = UUID.randomUUID().toString();
    return CommandRequest.of(kind, id, options.who().name(context.env()));
  }

  /**
   * Sends it and, where it runs tasks, follows their run to its end; the exit code is the run's.
   *
   * @return the {@link ExitCode}
   * @throws Refused where a rule said no
   */
  int carryOut(CommandRequest request) {
    CommandAnswer answer = send(request);
    if (answer.run() == 0 || detached(answer)) {
      return printStatus(ExitCode.DONE);
    }
    RunProgress end = new RunFollower(context, database).untilClosed(project, answer.run());
    return printStatus(end.runState().equals("done") ? ExitCode.DONE : ExitCode.WAITS);
  }

  /**
   * Sends it, or prints what it would do. Follows the run of its own until its tasks are settled;
   * the exit code speaks of these only.
   *
   * @return the {@link ExitCode}
   * @throws Refused where a rule said no
   */
  int runTasks(CommandRequest request, boolean dryRun) {
    if (dryRun) {
      return dryRun(request);
    }
    CommandAnswer answer = send(request);
    if (answer.run() == 0) {
      return print(ExitCode.DONE, "");
    }
    if (detached(answer)) {
      return printStatus(ExitCode.DONE);
    }
    new RunFollower(context, database).untilClosed(project, answer.run());
    RunOutcome outcome = new RunOutcomeQuery(database).of(project, answer.run(), OutcomeText.NAMED);
    OutcomeText text = new OutcomeText(project, outcome);
    if (options.output().json() && !outcome.settled()) {
      context.err().println(text.sentence());
    }
    return print(outcome.settled() ? ExitCode.DONE : ExitCode.WAITS, text.text());
  }

  /** Sends what changes states here and now, and tells of which tasks. */
  int skip(CommandRequest request) {
    CommandAnswer answer = send(request);
    return print(ExitCode.DONE, OutcomeText.skipped(answer));
  }

  /** Sends what is not about tasks, and returns at once. */
  int tell(CommandRequest request) {
    send(request);
    return printStatus(ExitCode.DONE);
  }

  /** Sends what changes the content of tasks, and tells of how many. */
  int patch(CommandRequest request) {
    CommandAnswer answer = send(request);
    if (answer.count() > 0) {
      context
          .err()
          .printf(
              "%s of project '%s' %s a new revision: upg tasks %s, upg patch list %s.%n",
              Words.count(answer.count(), "task"),
              project,
              answer.count() == 1 ? "has" : "have",
              project,
              project);
    }
    return printStatus(ExitCode.DONE);
  }

  private CommandAnswer send(CommandRequest request) {
    // An unknown project is told at once, instead of waiting for its workflow.
    new StatusQuery(database).of(project);
    TemporalTarget temporal = options.connection().temporal(context.env());
    try (CommandSender sender = new CommandSender(context, temporal)) {
      CommandAnswer answer = sender.send(project, request);
      if (!answer.accepted()) {
        throw new Refused(answer.refusal());
      }
      answer.notes().forEach(context.err()::println);
      return answer;
    }
  }

  private boolean detached(CommandAnswer answer) {
    if (answer.started()) {
      context
          .err()
          .printf(
              "Run %d of project '%s' started: %s.%n",
              answer.run(), project, Words.count(answer.count(), "task"));
    }
    if (options.detach()) {
      context.err().printf("Follow it: upg status %s --watch%n", project);
    }
    return options.detach();
  }

  private int printStatus(int exitCode) {
    options
        .output()
        .print(
            context.out(),
            () -> new StatusQuery(database).of(project),
            () -> StatusCommand.text(database, project, context.clock()));
    return exitCode;
  }

  /** What became of the tasks, and where the project is now. */
  private int print(int exitCode, String tasks) {
    StatusDocument status = new StatusQuery(database).of(project);
    options.output().print(context.out(), () -> status, () -> tasks + StatusText.brief(status));
    return exitCode;
  }

  /** Prints what would happen, judged here by what is recorded; sends nothing. */
  int dryRun(CommandRequest request) {
    GlobalPlan plan = new PlanStore(database).load(project);
    TaskFacts facts = new FactsQuery(database).of(project);
    DryRun dryRun = DryRun.of(plan, facts, request);
    dryRun.notes().forEach(context.err()::println);
    options.output().print(context.out(), dryRun::document, dryRun::text);
    return ExitCode.DONE;
  }
}
