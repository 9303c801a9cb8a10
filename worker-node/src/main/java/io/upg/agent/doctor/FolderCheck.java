package io.upg.agent.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The agent's own folder: it holds orders, scripts and output. */
public record FolderCheck(Path folder) implements Check {
  private static final String NAME = "folder";
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
  private static final Set<PosixFilePermission> OTHERS_READ =
      Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);

  @Override
  public List<Finding> look() {
    return List.of(Files.exists(folder) ? there() : toBeMade());
  }

  private Finding there() {
    if (!Files.isDirectory(folder)) {
      return Finding.failed(NAME, folder + " is no folder", "Name one: --state-dir DIR");
    }
    try {
      Files.delete(Files.createTempFile(folder, "doctor", ""));
      return mode(Files.getPosixFilePermissions(folder));
    } catch (IOException e) {
      return Finding.failed(
          NAME,
          "%s cannot be written by user '%s': %s".formatted(folder, user(), e),
          "Give it to the user that upg-node runs as, on a disk that can be written");
    }
  }

  private Finding mode(Set<PosixFilePermission> mode) {
    String found = "%s has mode %s".formatted(folder, PosixFilePermissions.toString(mode));
    String todo = "Do: chmod 0700 " + folder;
    if (mode.stream().anyMatch(OTHERS_WRITE::contains)) {
      return Finding.failed(
          NAME, found + ": others may change what runs as '" + user() + "'", todo);
    }
    return mode.stream().anyMatch(OTHERS_READ::contains)
        ? Finding.warning(NAME, found + ": everybody may read orders and output", todo)
        : Finding.ok(NAME, found);
  }

  private Finding toBeMade() {
    Path parent = folder.toAbsolutePath().getParent();
    while (!Files.exists(parent)) {
      parent = parent.getParent();
    }
    return Files.isDirectory(parent) && Files.isWritable(parent)
        ? Finding.ok(NAME, folder + " is not there yet; the agent makes it")
        : Finding.failed(
            NAME,
            "%s is not there, and user '%s' cannot make it in %s".formatted(folder, user(), parent),
            "Make it, and give it to the user that upg-node runs as");
  }

  private static String user() {
    return System.getProperty("user.name");
  }
}
