package io.upg.agent;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Says what an exception says, and, where a disk is at fault, which one and what to do. */
final class DiskTrouble {
  private static final Map<String, String> ADVICE =
      Map.of(
          "No space left on device",
          "make room on the disk of %s, then run again",
          "Disk quota exceeded",
          "make room on the disk of %s, or raise its quota, then run again",
          "Read-only file system",
          "the disk of %s must be mounted writable (dmesg tells why it is not), then run again",
          "Input/output error",
          "look whether the disk of %s is broken (dmesg tells), then run again");

  private DiskTrouble() {}

  /**
   * @param folder where it was written, if the exception names no file
   */
  static String text(Exception e, Path folder) {
    String said = said(e);
    return ADVICE.entrySet().stream()
        .filter(advice -> said.contains(advice.getKey()))
        .map(advice -> said + "; " + advice.getValue().formatted(named(e).orElse(folder)))
        .findFirst()
        .orElse(said);
  }

  /** The kinds of this package say only a path. */
  private static String said(Exception e) {
    boolean kind = e instanceof FileSystemException && e.getClass() != FileSystemException.class;
    return kind || e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static Optional<Path> named(Throwable e) {
    if (e instanceof FileSystemException file && file.getFile() != null) {
      return Optional.ofNullable(Path.of(file.getFile()).getParent());
    }
    return e == null ? Optional.empty() : named(e.getCause());
  }
}
