package io.upg.cli;

import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.PauseAfter;
import io.upg.plan.cut.Selection;
import io.upg.store.Database;
import io.upg.store.query.ProjectsQuery;
import java.time.Instant;
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

  @Mixin private UntilOption until;

  @Option(
      names = "--pause-after",
      paramLabel = "WHERE",
      converter = PauseAfterConverter.class,
      description =
          "Pause behind the next batch, each phase, or each phase's first batch (canary).")
  private PauseAfter pauseAfter;

  @Mixin private FollowOptions options;

  RunCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    if (outOfOrder && (reason == null || reason.isBlank())) {
      throw new UsageProblem("--out-of-order needs --reason R: the audit keeps why.");
    }
    Instant last = until.next(context().clock());
    try (Database database = options.connection().openForReading(context().env())) {
      ProjectCommand command =
          new ProjectCommand(context(), options, database, selection.project());
      CommandRequest request = request(command, new ProjectsQuery(database), last);
      if (last != null) {
        say("No batch starts after %s.".formatted(Words.time(last, context().clock().getZone())));
      }
      return options.dryRun() ? command.dryRun(request) : command.carryOut(request);
    }
  }

  private CommandRequest request(ProjectCommand command, ProjectsQuery projects, Instant last) {
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
        .until(last)
        .pauseAfter(pauseAfter)
        .build();
  }

  /** Every task id holds a {@code _}, so a word without one can only be meant as a phase. */
  private static boolean isPhase(String word, List<String> phases) {
    return phases.contains(word) || word.indexOf('_') < 0;
  }
}
