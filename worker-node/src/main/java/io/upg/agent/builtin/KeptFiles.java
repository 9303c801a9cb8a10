package io.upg.agent.builtin;

import io.upg.agent.artifact.FileTrees;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How files and links were before a task changed them: copies with mode, owner and times.
 *
 * @param parents folders that were not there, outermost first
 */
record KeptFiles(List<Kept> files, List<String> parents) {
  private static final String ATTRIBUTES = "unix:mode,uid,gid";

  /**
   * One of them.
   *
   * @param copy where its copy is; null where there was none
   */
  record Kept(String path, String copy) {}

  KeptFiles {
    files = List.copyOf(files);
    parents = List.copyOf(parents);
  }

  /**
   * Copies what is there, on the disk when this returns. Folders are left out.
   *
   * @param folder for the copies; what an earlier try left in it goes
   * @throws ActionFailed if one could not be given back as it is
   */
  static KeptFiles take(Path folder, Collection<Path> paths) throws ActionFailed, IOException {
    FileTrees.delete(folder);
    Files.createDirectories(folder);
    List<Kept> files = new ArrayList<>();
    Set<String> parents = new LinkedHashSet<>();
    for (Path path : paths) {
      parents.addAll(Parents.missing(path.getParent()));
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        files.add(new Kept(path.toString(), null));
      } else if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        Path copy = folder.resolve(Integer.toString(files.size()));
        copy(path, copy);
        files.add(new Kept(path.toString(), copy.toString()));
      }
    }
    return new KeptFiles(files, new ArrayList<>(parents));
  }

  /** Makes them what they were. May be run again after it was cut short. */
  void restore() throws ActionFailed, IOException {
    for (Kept file : files) {
      restore(file);
    }
    Parents.remove(parents);
  }

  /** Whether it is now what it was then. */
  boolean isAsKept(Path path) throws IOException {
    for (Kept file : files) {
      if (file.path().equals(path.toString())) {
        return file.copy() != null && same(Path.of(file.copy()), path);
      }
    }
    return false;
  }

  private static void restore(Kept file) throws ActionFailed, IOException {
    Path path = Path.of(file.path());
    if (file.copy() == null) {
      Files.deleteIfExists(path);
      return;
    }
    Path copy = Path.of(file.copy());
    if (!same(copy, path)) {
      Files.createDirectories(path.getParent());
      Path fresh = path.resolveSibling("." + path.getFileName() + ".upg-new");
      copy(copy, fresh);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * Whether both are there with the same content, or point to the same, and are alike otherwise.
   */
  static boolean same(Path one, Path other) throws IOException {
    if (!Files.exists(other, LinkOption.NOFOLLOW_LINKS)
        || Files.isSymbolicLink(one) != Files.isSymbolicLink(other)
        || !attributes(one).equals(attributes(other))) {
      return false;
    }
    return Files.isSymbolicLink(one)
        ? Files.readSymbolicLink(one).equals(Files.readSymbolicLink(other))
        : Files.mismatch(one, other) < 0;
  }

  private static void copy(Path from, Path to) throws ActionFailed, IOException {
    Files.copy(
        from,
        to,
        StandardCopyOption.COPY_ATTRIBUTES,
        StandardCopyOption.REPLACE_EXISTING,
        LinkOption.NOFOLLOW_LINKS);
    if (!attributes(from).equals(attributes(to))) {
      Files.delete(to);
      throw new ActionFailed(
          "Mode and owner of %s (%s) cannot be given to a copy; expected an agent that runs as root"
              .formatted(from, attributes(from)));
    }
    if (!Files.isSymbolicLink(to)) {
      try (FileChannel channel = FileChannel.open(to, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static Map<String, Object> attributes(Path path) throws IOException {
    return Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
  }
}
