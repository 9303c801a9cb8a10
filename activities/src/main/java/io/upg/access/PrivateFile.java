package io.upg.access;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files with secrets: read by their owner, or owner and group, and written for the owner only. */
public final class PrivateFile {
  private static final Set<PosixFilePermission> READ_BY_GROUP =
      PosixFilePermissions.fromString("rwxr-----");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> NEW_FOLDER = PosixFilePermissions.asFileAttribute(FOLDER);
  private static final FileAttribute<?> NEW_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private PrivateFile() {}

  /**
   * @param subject what it is, for messages: the option that names it
   * @throws AccessProblem if it is not there, cannot be read, or others than owner and group can
   */
  public static byte[] read(String subject, Path file) {
    byte[] content = readAny(subject, file);
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (!READ_BY_GROUP.containsAll(mode)) {
        throw new AccessProblem(
            "%s '%s' holds a secret and has mode %s: expected 0600, or 0640 where a group reads it. Do: chmod 0600 %s"
                .formatted(subject, file, PosixFilePermissions.toString(mode), file));
      }
      return content;
    } catch (UnsupportedOperationException noModesHere) {
      return content;
    } catch (IOException e) {
      throw unreadable(subject, file, e);
    }
  }

  /**
   * One that holds no secret.
   *
   * @throws AccessProblem if it is not there or cannot be read
   */
  static byte[] readAny(String subject, Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(subject, file, e);
    }
  }

  private static AccessProblem unreadable(String subject, Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new AccessProblem("%s '%s': there is no such file.".formatted(subject, file));
    }
    String user = System.getProperty("user.name");
    return e instanceof AccessDeniedException
        ? new AccessProblem(
            "%s '%s' cannot be read by user '%s'. Give it to that user: chown %s %s"
                .formatted(subject, file, user, user, file))
        : new AccessProblem("%s '%s' cannot be read: %s.".formatted(subject, file, e.getMessage()));
  }

  /** A folder that nobody else can enter; those above it that are missing, too. */
  public static Path folder(Path folder) throws IOException {
    return Files.createDirectories(folder, NEW_FOLDER);
  }

  /** The same, also where it is there already. */
  public static Path tightFolder(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder(folder), FOLDER);
    return folder;
  }

  /** An empty file that nobody else can read, where there is none yet. */
  public static void create(Path file) throws IOException {
    try {
      Files.createFile(file, NEW_FILE);
    } catch (FileAlreadyExistsException e) {
      // whoever made it was here before
    }
  }

  /** The whole content of a file that nobody else can read. */
  public static void write(Path file, byte[] content) throws IOException {
    create(file);
    Files.write(file, content);
  }
}
