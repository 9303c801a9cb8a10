package io.upg.cli;

import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Selection;
import io.upg.store.Database;
import io.upg.store.query.ProjectsQuery;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code upg run}: brings what is selected to done, and follows it. */
@Command(
    name = "run",
    customSynopsis = "upg run PROJECT [PHASE...] [TASK...] [OPTIONS]",
    description = {
      "Bring phases, or the selected tasks, to done, and follow it.",
      "What is undo, rolled_back, fail or unreachable runs, in plan order. Without a phase: all in"
          + " order, but one that cannot be taken back only when named.",
    })
final class RunCommand extends UpgCommand {
  @Mixin private SelectionOptions selection;

  @Option(
      names = "--out-of-order",
      description = "Run them though tasks before them are not settled; needs --reason.")
  private boolean outOfOrder;

  @Option(names = "--reason", paramLabel = "R", description = "Why; for the audit.")
  private String reason;

  @Mixin private FollowOptions options;

  RunCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    if (outOfOrder && (reason == null || reason.isBlank())) {
      throw new UsageProblem("--out-of-order needs --reason R: the audit keeps why.");
    }
    try (Database database = options.connection().openForReading(context().env())) {
      ProjectCommand command =
          new ProjectCommand(context(), options, database, selection.project());
      CommandRequest request = request(command, new ProjectsQuery(database));
      return options.dryRun() ? command.dryRun(request) : command.carryOut(request);
    }
  }

  private CommandRequest request(ProjectCommand command, ProjectsQuery projects) {
    List<String> known = projects.phases(selection.project());
    List<String> phases = new ArrayList<>();
    List<String> tasks = new ArrayList<>();
    selection.words().forEach(word -> (isPhase(word, known) ? phases : tasks).add(word));
    Selection selected = selection.selection(tasks);
    return command
        .request(CommandKind.RUN)
        .phases(phases)
        .selection(selected)
        .outOfOrder(outOfOrder)
        .reason(reason)
        .build();
  }

  /** Every task id holds a {@code _}, so a word without one can only be meant as a phase. */
  private static boolean isPhase(String word, List<String> phases) {
    return phases.contains(word) || word.indexOf('_') < 0;
  }
}
