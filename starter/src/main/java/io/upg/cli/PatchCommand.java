package io.upg.cli;

import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.Selection;
import io.upg.plan.input.Programs;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.patch.Patch;
import io.upg.plan.render.CurrentPlanText;
import io.upg.plan.render.PlanJson;
import io.upg.store.Database;
import io.upg.store.PatchPlan;
import io.upg.store.PlanStore;
import io.upg.store.query.PatchQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upg patch}: another content for tasks that are still to run. */
@Command(
    name = "patch",
    customSynopsis = {
      "upg patch PROJECT --component C --script NAME --file F --reason R [TASK...] [OPTIONS]",
      "upg patch PROJECT --component C --action A OPTIONS --reason R [TASK...]",
      "upg patch PROJECT --from OTHER --reason R",
      "upg patch list|export PROJECT [OPTIONS]"
    },
    description = {
      "Give tasks a new revision: another script, other parameters, a workaround.",
      "Without a selection: those of the component that have not run, failed or were taken back."
          + " Nothing runs: go on with upg run, retry or resume.",
    })
final class PatchCommand extends UpgCommand {
  /** Not required: a sub-command has its own. */
  @Parameters(arity = "0..*", paramLabel = "PROJECT TASK", description = "The project; task ids.")
  private List<String> words = List.of();

  @Mixin private FilterOptions filters;
  @Mixin private PatchOptions change;

  @Option(
      names = "--from",
      paramLabel = "OTHER",
      description = "Take over the patches of this project, where the release is the same.")
  private String from;

  @Option(names = "--reason", paramLabel = "R", description = "Why; it stays in the audit.")
  private String reason;

  @Option(names = "--dry-run", description = "Print the tasks it would change; touch nothing.")
  private boolean dryRun;

  @Mixin private SendOptions options;

  PatchCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    if (words.isEmpty()) {
      throw new UsageProblem("Missing required parameter: 'PROJECT'.");
    }
    String project = words.get(0);
    Patch patch = from == null ? change.patch(component()) : null;
    if (from != null && (change.given() || !filters.components().isEmpty())) {
      throw new UsageProblem("--from takes over patches as they are: say no other change with it.");
    }
    try (Database database = options.connection().openForReading(context().env())) {
      ProjectCommand command = new ProjectCommand(context(), options, database, project);
      CommandRequest request = request(command, patch);
      GlobalPlan plan = new PlanStore(database).load(project);
      PatchPlan planned = new PatchQuery(database).plan(plan, request);
      Map<String, Path> files = patch == null ? Map.of() : change.files(patch);
      requirePrograms(planned, files);
      if (dryRun) {
        return print(plan, planned);
      }
      if (planned.refusal() == null && !files.isEmpty()) {
        options.connection().artifactClient(context().env()).put(Map.of(), files);
      }
      return command.patch(request);
    }
  }

  private String component() {
    if (filters.components().size() != 1) {
      throw new UsageProblem("A patch is for one component: --component C.");
    }
    return filters.components().get(0);
  }

  private CommandRequest request(ProjectCommand command, Patch patch) {
    Selection selection = filters.selectionOfAnyComponent(words.subList(1, words.size()));
    CommandRequest.Builder request =
        command.request(CommandKind.PATCH).selection(selection).reason(reason);
    return (patch == null ? request.from(from) : request.patch(patch)).build();
  }

  private static void requirePrograms(PatchPlan planned, Map<String, Path> files) {
    planned
        .files()
        .forEach(
            (sha256, file) -> {
              if (file.program()
                  && files.containsKey(sha256)
                  && !LocalFile.isProgram(files.get(sha256))) {
                throw new UsageProblem(Programs.complaint(file.name()));
              }
            });
  }

  private int print(GlobalPlan plan, PatchPlan planned) {
    if (planned.refusal() != null) {
      throw new Refused(planned.refusal());
    }
    planned.notes().forEach(this::say);
    CurrentPlan tasks = CurrentPlan.of(plan, planned.tasks());
    options
        .output()
        .print(context().out(), () -> PlanJson.dryRun(tasks), () -> CurrentPlanText.list(tasks));
    return ExitCode.DONE;
  }
}
