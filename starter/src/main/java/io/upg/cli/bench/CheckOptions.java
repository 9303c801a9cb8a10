package io.upg.cli.bench;

import io.upg.agent.artifact.FileTrees;
import io.upg.cli.UsageProblem;
import io.upg.taskbench.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the host is like that a contract is checked on, and where reports go. */
public final class CheckOptions {
  @Option(
      names = "--host-root",
      paramLabel = "R",
      description =
          "The host's files before the task; only copies are used (default: .check/root of the release, else none).")
  private Path root;

  @Option(names = "--junit", paramLabel = "F", description = "Write a report as JUnit XML, too.")
  private Path junit;

  Optional<Path> junit() {
    return Optional.ofNullable(junit);
  }

  /**
   * Something to be done in a folder that is gone afterwards.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  interface Work<T> {
    T in(Path folder) throws IOException, InterruptedException;
  }

  static <T> T inFolder(Work<T> work) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("upg-check-");
    try {
      return work.in(folder);
    } finally {
      FileTrees.delete(folder);
    }
  }

  /**
   * @param sample the root that the release brings
   */
  Scratch host(Optional<Path> sample, Path folder) throws IOException, InterruptedException {
    if (root != null && !Files.isDirectory(root)) {
      throw new UsageProblem("--host-root '%s' is no folder.".formatted(root));
    }
    if (root != null && root.toAbsolutePath().normalize().getNameCount() == 0) {
      throw new UsageProblem(
          "--host-root /: a contract is checked on copies of a root. Name a folder with the files that the task works on.");
    }
    try {
      return Scratch.of(Optional.ofNullable(root).or(() -> sample), folder.resolve("hosts"));
    } catch (IOException e) {
      throw new UsageProblem(e.getMessage());
    }
  }
}
