package io.upg.cli.bench;

import io.upg.cli.CliContext;
import io.upg.cli.DirectorySourceTree;
import io.upg.cli.ExitCode;
import io.upg.cli.OutputOption;
import io.upg.cli.UpgCommand;
import io.upg.cli.UsageProblem;
import io.upg.plan.compile.ReleaseReader;
import io.upg.plan.input.Release;
import io.upg.plan.problem.InvalidInput;
import io.upg.taskbench.BenchTask;
import io.upg.taskbench.JUnitXml;
import io.upg.taskbench.ReleaseCheck;
import io.upg.taskbench.Scratch;
import io.upg.taskbench.TaskReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code upg release check}. */
@Command(
    name = "check",
    description = {
      "Check a whole release: component.yaml, its files and digests, and the contract of every",
      "action. Actions are tried in the order in which they are written, each on the host as those",
      "before it leave it; see 'upg task check'."
    })
public final class ReleaseCheckCommand extends UpgCommand {
  @Parameters(index = "0", paramLabel = "DIR", description = "The folder COMPONENT/VERSION.")
  private Path folder;

  @Mixin private TaskValues values;
  @Mixin private CheckOptions options;
  @Mixin private OutputOption output;

  public ReleaseCheckCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<TaskReport> reports = new ArrayList<>();
    try {
      Release release = release();
      reports.add(TaskReport.ofDefinition(release.title(), List.of()));
      told(reports.get(0));
      reports.addAll(contracts(release));
    } catch (InvalidInput e) {
      reports.add(TaskReport.ofDefinition(folder.toString(), e.problems()));
      throw e;
    } finally {
      if (options.junit().isPresent()) {
        JUnitXml.write(reports, options.junit().get());
      }
    }
    output.print(context().out(), () -> ReportText.document(reports), () -> "");
    return reports.stream().anyMatch(TaskReport::broken) ? ExitCode.WAITS : ExitCode.DONE;
  }

  private Release release() {
    Path whole = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(whole) || whole.getNameCount() < 2) {
      throw new UsageProblem("'%s' is no folder of a release.".formatted(folder));
    }
    return ReleaseReader.read(
        new DirectorySourceTree(Path.of("")),
        folder.toString(),
        whole.getParent().getFileName().toString(),
        whole.getFileName().toString());
  }

  private List<TaskReport> contracts(Release release) throws IOException, InterruptedException {
    List<BenchTask> tasks = new ArrayList<>();
    for (Release.Action action : release.actions().values()) {
      tasks.add(values.with(values.task(release, action, folder)));
    }
    return CheckOptions.inFolder(
        work -> {
          try (Scratch host = options.host(TaskValues.sampleRoot(folder), work)) {
            return new ReleaseCheck(host, this::told).of(tasks);
          }
        });
  }

  /** Text comes as it is found: a release has many actions. */
  private void told(TaskReport report) {
    if (!output.json()) {
      context().out().print(ReportText.text(report));
    }
  }
}
