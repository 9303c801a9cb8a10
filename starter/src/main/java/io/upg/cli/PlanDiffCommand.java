package io.upg.cli;

import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.render.PlanDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code upg plan diff}. */
@Command(
    name = "diff",
    description = "What another plan does otherwise: + added, - removed, > moved, * changed.")
final class PlanDiffCommand extends UpgCommand {
  @Mixin private PlanOptions options;

  @Parameters(
      index = "1",
      paramLabel = "OTHER",
      description = "A plan file (upg compile --out F, upg plan export), or another project.")
  private String other;

  PlanDiffCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    GlobalPlan plan = options.load(context());
    context().out().print(PlanDiff.text(plan, other()));
    return ExitCode.DONE;
  }

  private GlobalPlan other() {
    Path file = Path.of(other);
    return Files.isRegularFile(file) ? read(file) : options.load(context(), other);
  }

  private static GlobalPlan read(Path file) {
    try {
      return CanonicalJson.read(Files.readAllBytes(file), GlobalPlan.class);
    } catch (IOException | RuntimeException e) {
      throw new UsageProblem(
          "File '%s' is not a plan: expected what 'upg compile --out' or 'upg plan export' writes."
              .formatted(file));
    }
  }
}
