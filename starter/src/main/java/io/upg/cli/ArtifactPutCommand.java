package io.upg.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code upg artifact put}. */
@Command(
    name = "put",
    description = "Put files where agents fetch them from, and print the SHA-256 of each.")
final class ArtifactPutCommand extends UpgCommand {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files.")
  private List<Path> files = List.of();

  @Mixin private OutputOption output;
  @Mixin private ConnectionOptions connection;

  ArtifactPutCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Map<String, Path> digests = new TreeMap<>();
    List<Map<String, String>> put = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Path file : files) {
      String sha256 = LocalFile.sha256(file);
      digests.put(sha256, file);
      Map<String, String> entry = new LinkedHashMap<>();
      entry.put("file", file.toString());
      entry.put("sha256", sha256);
      put.add(entry);
      text.append(sha256).append(files.size() > 1 ? "  " + file : "").append('\n');
    }
    connection.artifactClient(context().env()).put(Map.of(), digests);
    output.print(context().out(), () -> put, text::toString);
    return ExitCode.DONE;
  }
}
