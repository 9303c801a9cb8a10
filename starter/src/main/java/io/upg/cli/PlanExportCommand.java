package io.upg.cli;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.render.PlanDot;
import io.upg.plan.render.PlanJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code upg plan export}. */
@Command(name = "export", description = "The whole plan for programs: JSON, or a Graphviz graph.")
final class PlanExportCommand extends UpgCommand {
  /** What is printed. */
  enum Format {
    json,
    dot
  }

  @Mixin private PlanOptions options;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "json",
      description = "json (what the digest is taken over, and the digest) or dot.")
  private Format format;

  PlanExportCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    GlobalPlan plan = options.load(context());
    String text =
        switch (format) {
          case json -> PlanJson.complete(plan) + "\n";
          case dot -> PlanDot.render(plan);
        };
    context().out().print(text);
    return ExitCode.DONE;
  }
}
