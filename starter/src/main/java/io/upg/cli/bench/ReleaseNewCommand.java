package io.upg.cli.bench;

import io.upg.cli.CliContext;
import io.upg.cli.ExitCode;
import io.upg.cli.OutputOption;
import io.upg.cli.UpgCommand;
import io.upg.cli.UsageProblem;
import io.upg.plan.input.Names;
import io.upg.taskbench.ReleaseSkeleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upg release new}. */
@Command(
    name = "new",
    description = {
      "Write a release to begin with: component.yaml, two scripts, and a host to check them on.",
      "It passes 'upg release check'."
    })
public final class ReleaseNewCommand extends UpgCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The component's name.")
  private String name;

  @Option(
      names = "--version",
      paramLabel = "V",
      defaultValue = "1.0",
      description = "The version that it brings hosts to (default: ${DEFAULT-VALUE}).")
  private String version;

  @Option(
      names = "--from",
      paramLabel = "V",
      defaultValue = "0.9",
      description = "The version before it (default: ${DEFAULT-VALUE}).")
  private String from;

  @Option(
      names = "--dir",
      paramLabel = "D",
      defaultValue = "releases",
      description = "The folder of releases: it becomes D/NAME/V (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Mixin private OutputOption output;

  public ReleaseNewCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws IOException {
    require(Names.isName(name), "NAME", name);
    require(Names.isVersion(version), "--version", version);
    require(Names.isVersion(from), "--from", from);
    Path release = folder.resolve(name).resolve(version);
    if (Files.exists(release)) {
      throw new UsageProblem(
          "'%s' is there already. Name another --version or --dir.".formatted(release));
    }
    List<String> files = new ReleaseSkeleton(name, version, from).write(release);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("folder", release.toString());
    document.put("files", files);
    output.print(context().out(), () -> document, () -> text(release, files));
    return ExitCode.DONE;
  }

  private static void require(boolean fits, String what, String value) {
    if (!fits) {
      throw new UsageProblem(
          "%s '%s' cannot be the name of a folder of releases: expected letters, digits, '-', '_' and '.'."
              .formatted(what, value));
    }
  }

  private static String text(Path release, List<String> files) {
    return "%s: %s\nCheck it: upg release check %s\n"
        .formatted(release, String.join(", ", files), release);
  }
}
