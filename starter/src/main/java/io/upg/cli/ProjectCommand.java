package io.upg.cli;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.Cut;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.render.CurrentPlanText;
import io.upg.plan.render.PlanJson;
import io.upg.store.CommandCut;
import io.upg.store.Database;
import io.upg.store.PlanStore;
import io.upg.store.query.FactsQuery;
import io.upg.store.query.RunProgress;
import io.upg.store.query.StatusQuery;
import java.time.ZoneId;
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
   * Sends it and, where it runs tasks, follows them to their end.
   *
   * @return the {@link ExitCode}
   * @throws Refused where a rule said no
   */
  int carryOut(CommandRequest request) {
    // An unknown project is told at once, instead of waiting for its workflow.
    new StatusQuery(database).of(project);
    CommandAnswer answer = send(request);
    answer.notes().forEach(context.err()::println);
    if (answer.run() == 0) {
      return tell(ExitCode.DONE);
    }
    if (answer.started()) {
      sayStarted(answer);
    }
    if (options.detach()) {
      context.err().printf("Follow it: upg status %s --watch%n", project);
      return tell(ExitCode.DONE);
    }
    RunProgress end = new RunFollower(context, database).untilClosed(project, answer.run());
    return tell(end.runState().equals("done") ? ExitCode.DONE : ExitCode.WAITS);
  }

  private CommandAnswer send(CommandRequest request) {
    ConnectionOptions connection = options.connection();
    String temporal = connection.temporal(context.env());
    String namespace = connection.namespace(context.env());
    try (CommandSender sender = new CommandSender(context, temporal, namespace)) {
      CommandAnswer answer = sender.send(project, request);
      if (!answer.accepted()) {
        throw new Refused(answer.refusal());
      }
      return answer;
    }
  }

  private void sayStarted(CommandAnswer answer) {
    context
        .err()
        .printf(
            "Run %d of project '%s' started: %s.%n",
            answer.run(), project, Words.count(answer.count(), "task"));
  }

  private int tell(int exitCode) {
    ZoneId zone = context.clock().getZone();
    options
        .output()
        .print(
            context.out(),
            () -> new StatusQuery(database).of(project),
            () -> StatusCommand.text(database, project, zone));
    return exitCode;
  }

  /** Prints what would run, judged here by what is recorded; sends nothing. */
  int dryRun(CommandRequest request) {
    GlobalPlan plan = new PlanStore(database).load(project);
    Cut cut = CommandCut.of(plan, new FactsQuery(database).of(project), request);
    if (cut instanceof Cut.Refused refused) {
      throw new Refused(refused.refusal());
    }
    Cut.Accepted accepted = (Cut.Accepted) cut;
    accepted.notes().forEach(context.err()::println);
    print(accepted.plan());
    return ExitCode.DONE;
  }

  private void print(CurrentPlan plan) {
    options
        .output()
        .print(context.out(), () -> PlanJson.dryRun(plan), () -> CurrentPlanText.list(plan));
  }
}
