package io.upg.taskbench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where scripts write when they forget {@code UPG_ROOT}: the usual folders of this machine. Others
 * write there at the same time, so a change counts only where a file of the release names what was
 * changed.
 */
final class OtherPlaces {
  private static final List<String> FOLDERS =
      List.of(
          "/",
          "/etc",
          "/opt",
          "/srv",
          "/tmp",
          "/usr/local",
          "/usr/local/bin",
          "/var",
          "/var/lib",
          "/var/tmp");

  /** Shorter ones occur in any text. */
  private static final int SHORTEST = 4;

  private static final long LARGEST = 1024L * 1024;

  private final Map<Path, String> before;

  private OtherPlaces(Map<Path, String> before) {
    this.before = before;
  }

  static OtherPlaces now() {
    return new OtherPlaces(look());
  }

  /** What has changed since and is named by one of these files. */
  List<Difference> changedBy(Collection<Path> files) throws IOException {
    Map<Path, String> after = look();
    Set<Path> changed = new TreeSet<>();
    after.forEach(
        (path, state) -> {
          if (!state.equals(before.get(path))) {
            changed.add(path);
          }
        });
    before.keySet().stream().filter(path -> !after.containsKey(path)).forEach(changed::add);
    List<Difference> named = new ArrayList<>();
    for (Path path : changed) {
      Optional<Path> by = namedBy(path, files);
      by.ifPresent(file -> named.add(difference(path, after, file)));
    }
    return named;
  }

  private Difference difference(Path path, Map<Path, String> after, Path file) {
    String how =
        before.containsKey(path) ? (after.containsKey(path) ? "was changed" : "is gone") : "is new";
    return new Difference(path.toString(), how + ", and " + file.getFileName() + " names it");
  }

  private static Optional<Path> namedBy(Path path, Collection<Path> files) throws IOException {
    String name = path.getFileName().toString();
    if (name.length() < SHORTEST) {
      return Optional.empty();
    }
    for (Path file : files) {
      if (Files.size(file) <= LARGEST
          && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(name)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static Map<Path, String> look() {
    Map<Path, String> found = new TreeMap<>();
    FOLDERS.forEach(folder -> look(Path.of(folder), found));
    Optional.ofNullable(System.getenv("HOME")).ifPresent(home -> look(Path.of(home), found));
    return found;
  }

  private static void look(Path folder, Map<Path, String> found) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        state(entry).ifPresent(state -> found.put(entry, state));
      }
    } catch (IOException e) {
      // not there, or not for this user: then a script cannot write there either
    }
  }

  /** Folders change with what is in them: only that they are there counts. */
  private static Optional<String> state(Path path) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          attributes.isDirectory()
              ? "folder"
              : attributes.size()
                  + " "
                  + attributes.lastModifiedTime()
                  + " "
                  + attributes.fileKey());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
