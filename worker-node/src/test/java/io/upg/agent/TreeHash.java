package io.upg.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder as text: every path with type, mode and content, so that a difference can be read. */
public final class TreeHash {
  private TreeHash() {}

  public static String of(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      List<Path> sorted = paths.sorted().toList();
      return sorted.stream().map(path -> line(root, path)).collect(Collectors.joining("\n"));
    }
  }

  private static String line(Path root, Path path) {
    try {
      String name = root.relativize(path).toString();
      if (Files.isSymbolicLink(path)) {
        return name + " -> " + Files.readSymbolicLink(path);
      }
      String mode =
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
      return Files.isDirectory(path)
          ? name + "/ " + mode
          : name + " " + mode + " " + io.upg.plan.json.Sha256.hex(Files.readAllBytes(path));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
