package io.upg.cli.bench;

import io.upg.cli.CliContext;
import io.upg.cli.ExitCode;
import io.upg.cli.OutputOption;
import io.upg.cli.UpgCommand;
import io.upg.taskbench.BenchTask;
import io.upg.taskbench.ContractCheck;
import io.upg.taskbench.JUnitXml;
import io.upg.taskbench.Scratch;
import io.upg.taskbench.TaskReport;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code upg task check}. */
@Command(
    name = "check",
    description = {
      "Check that a task keeps its contract; on copies of a host, nothing else is touched.",
      "Run twice is run once; run and rollback restore the root byte for byte; a dry run changes",
      "nothing; TERM ends it, and what it was at can be run again and taken back; it leaves no",
      "process, and writes nowhere else."
    })
public final class TaskCheckCommand extends UpgCommand {
  @Mixin private TaskSource source;
  @Mixin private CheckOptions options;
  @Mixin private OutputOption output;

  public TaskCheckCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    TaskReport report =
        CheckOptions.inFolder(
            folder -> {
              BenchTask task = source.task(context(), folder);
              try (Scratch host = options.host(source.sampleRoot(), folder)) {
                return ContractCheck.of(task, host);
              }
            });
    if (options.junit().isPresent()) {
      JUnitXml.write(List.of(report), options.junit().get());
    }
    output.print(
        context().out(), () -> ReportText.document(List.of(report)), () -> ReportText.text(report));
    return report.broken() ? ExitCode.WAITS : ExitCode.DONE;
  }
}
