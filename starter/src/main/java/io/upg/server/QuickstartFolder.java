package io.upg.server;

import io.upg.access.PrivateFile;
import io.upg.cli.UsageProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of a quickstart. One that an earlier quickstart made is emptied; anything else that is
 * not empty is somebody's, and is refused.
 */
final class QuickstartFolder {
  private static final String MARKER = "made-by-quickstart";

  private QuickstartFolder() {}

  /**
   * Makes the folder ready to be started in.
   *
   * @throws UsageProblem if it is not empty and no quickstart made it
   * @throws FolderLock.FolderInUse if a process runs it
   */
  @SuppressWarnings("try") // the lock is held by being there
  static void prepare(DataFolder folder) throws IOException {
    Path marker = folder.root().resolve(MARKER);
    if (!entries(folder.root()).isEmpty() && !Files.exists(marker)) {
      throw new UsageProblem(
          "--dir '%s' is not empty, and no quickstart made it. Name a folder that is empty or does not exist."
              .formatted(folder.root()));
    }
    PrivateFile.folder(folder.root());
    Files.writeString(marker, "`upg quickstart` empties this folder at each start.\n");
    try (FolderLock lock = FolderLock.take(folder.lock())) {
      empty(folder, Set.of(marker, folder.lock()));
    }
  }

  private static void empty(DataFolder folder, Set<Path> kept) throws IOException {
    Leftovers.stop(folder);
    for (Path entry : entries(folder.root())) {
      if (!kept.contains(entry)) {
        Provisioning.delete(entry);
      }
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }
}
