package io.upg.taskbench;

import io.upg.agent.artifact.ArtifactCache;
import io.upg.plan.json.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What lies at one path.
 *
 * @param kind {@code file}, {@code folder}, {@code link} or {@code special file}
 * @param mode with the bits for set-uid and the like; a link has none
 * @param size bytes of a file; how many entries a folder has
 * @param content a file's digest, or where a link points; else empty
 * @param text of a small text file, to tell what in it changed; else null
 */
record Found(String kind, String mode, String owner, long size, String content, String text) {
  private static final int SMALL = 16 * 1024;
  private static final int SHOWN = 60;

  static Found at(Path path) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String owner = attributes.owner().getName() + ":" + attributes.group().getName();
    if (attributes.isSymbolicLink()) {
      return new Found("link", "", owner, 0, Files.readSymbolicLink(path).toString(), null);
    }
    String mode = mode(path, attributes);
    if (attributes.isDirectory()) {
      return new Found("folder", mode, owner, entries(path), "", null);
    }
    if (!attributes.isRegularFile()) {
      return new Found("special file", mode, owner, 0, "", null);
    }
    try {
      return file(path, mode, owner, attributes.size());
    } catch (AccessDeniedException e) {
      return new Found("file", mode, owner, attributes.size(), "unreadable", null);
    }
  }

  private static Found file(Path path, String mode, String owner, long size) throws IOException {
    if (size <= SMALL) {
      byte[] bytes = Files.readAllBytes(path);
      return new Found("file", mode, owner, bytes.length, Sha256.hex(bytes), text(bytes));
    }
    return new Found("file", mode, owner, size, ArtifactCache.digest(path), null);
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    } catch (AccessDeniedException e) {
      return 1;
    }
  }

  private static String mode(Path path, PosixFileAttributes attributes) throws IOException {
    int bits = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    String special = (bits & 07000) == 0 ? "" : "+" + Integer.toOctalString((bits & 07000) >> 9);
    return PosixFilePermissions.toString(attributes.permissions()) + special;
  }

  private static String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') >= 0 ? null : text;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** {@code file of 12 bytes, rw-r--r--}. */
  String description() {
    return switch (kind) {
      case "file" -> "file of %d bytes, %s".formatted(size, mode);
      case "link" -> "link to " + content;
      case "folder" -> (size == 0 ? "empty folder, " : "folder, ") + mode;
      default -> kind + ", " + mode;
    };
  }

  /** What is another way in {@code after}, or nothing. */
  String became(Found after) {
    if (!kind.equals(after.kind)) {
      return "was a %s, is a %s".formatted(kind, after.kind);
    }
    List<String> changes = new ArrayList<>();
    if (!content.equals(after.content)) {
      changes.add(contentChange(after));
    }
    if (!mode.equals(after.mode)) {
      changes.add("mode %s became %s".formatted(mode, after.mode));
    }
    if (!owner.equals(after.owner)) {
      changes.add("owner %s became %s".formatted(owner, after.owner));
    }
    return String.join(", ", changes);
  }

  private String contentChange(Found after) {
    if (kind.equals("link")) {
      return "pointed to %s, points to %s".formatted(content, after.content);
    }
    String sizes = "%d bytes became %d".formatted(size, after.size);
    if (text == null || after.text == null) {
      return size == after.size ? "its %d bytes are others".formatted(size) : sizes;
    }
    return lineChange(text.lines().toList(), after.text.lines().toList(), sizes);
  }

  private static String lineChange(List<String> before, List<String> after, String sizes) {
    int line = 0;
    while (line < before.size()
        && line < after.size()
        && Objects.equals(before.get(line), after.get(line))) {
      line++;
    }
    if (line < before.size() && line < after.size()) {
      return "line %d '%s' became '%s'"
          .formatted(line + 1, shown(before.get(line)), shown(after.get(line)));
    }
    if (line < after.size()) {
      return "line %d '%s' is new".formatted(line + 1, shown(after.get(line)));
    }
    return line < before.size()
        ? "line %d '%s' is gone".formatted(line + 1, shown(before.get(line)))
        : sizes + ": the ends of its lines differ";
  }

  private static String shown(String line) {
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }
}
