package io.upg.cli.bench;

import io.upg.cli.UsageProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The host that a task is run on, here. */
public final class HostFolders {
  @Option(
      names = "--host-root",
      required = true,
      paramLabel = "R",
      description = "The host's root, UPG_ROOT of the script: a folder, or / for this machine.")
  private Path root;

  @Option(
      names = "--state-dir",
      paramLabel = "D",
      description =
          "For work folders, and what a task keeps for its rollback (default: R.upg, beside R).")
  private Path stateDir;

  Path root() {
    if (!Files.isDirectory(root)) {
      throw new UsageProblem(
          "--host-root '%s' is no folder. Make one: a copy of a host's files, or an empty one."
              .formatted(root));
    }
    return root.toAbsolutePath().normalize();
  }

  /** Whether this very machine is the host. */
  boolean thisMachine() {
    return root().getNameCount() == 0;
  }

  Path stateDir() {
    if (stateDir != null) {
      return stateDir.toAbsolutePath().normalize();
    }
    if (thisMachine()) {
      throw new UsageProblem("--host-root / needs a --state-dir: there is no folder beside it.");
    }
    return root().resolveSibling(root().getFileName() + ".upg");
  }
}
