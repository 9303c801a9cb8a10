package io.upg.cli.bench;

import io.upg.cli.CliContext;
import io.upg.cli.ExitCode;
import io.upg.cli.OutputOption;
import io.upg.cli.UpgCommand;
import io.upg.cli.UsageProblem;
import io.upg.taskbench.BenchTask;
import io.upg.taskbench.TaskFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code upg task export}. */
@Command(
    name = "export",
    description = {
      "Write a task with all that it may know to one file, to be run elsewhere: parameters,",
      "context, and the release with its patches. No file of any host is in it.",
      "Unpacked, its scripts can be edited, and 'upg task run' takes the folder."
    })
public final class TaskExportCommand extends UpgCommand {
  @Mixin private TaskSource source;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "F",
      description = "The file, a tar.gz: upg task run F.")
  private Path out;

  @Mixin private OutputOption output;

  public TaskExportCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!out.toString().matches(".*\\.(tar\\.gz|tgz)")) {
      throw new UsageProblem("--out '%s': expected a name that ends with .tar.gz.".formatted(out));
    }
    BenchTask task =
        CheckOptions.inFolder(
            folder -> {
              BenchTask found = source.task(context(), folder);
              TaskFolder.write(found, out);
              return found;
            });
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("task", task.id());
    document.put("file", out.toString());
    document.put("bytes", Files.size(out));
    document.put("files", task.files().size());
    output.print(
        context().out(),
        () -> document,
        () ->
            "%s written to %s. Run it: upg task run %s --host-root R\n"
                .formatted(task.id(), out, out));
    return ExitCode.DONE;
  }
}
