package io.upg.cli;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.render.PlanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code upg plan show}. */
@Command(name = "show", description = "The plan as text: phases, batches, what each host does.")
final class PlanShowCommand extends UpgCommand {
  @Mixin private PlanOptions options;

  @Option(names = "--full", description = "Every task by its id, nothing folded.")
  private boolean full;

  PlanShowCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    GlobalPlan plan = options.load(context());
    context().out().print(full ? PlanText.full(plan) : PlanText.folded(plan));
    return ExitCode.DONE;
  }
}
