package io.upg.taskbench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a folder holds, path by path: type, mode, owner, content, where links point; empty folders
 * too. Times are left out: no task can put them back.
 */
public final class RootSnapshot {
  /** The folder itself. */
  private static final String SELF = ".";

  private final Map<String, Found> entries;

  private RootSnapshot(Map<String, Found> entries) {
    this.entries = entries;
  }

  /** Of a folder that is not there: nothing. */
  public static RootSnapshot of(Path folder) throws IOException {
    Map<String, Found> entries = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      Files.walkFileTree(folder, new Look(folder, entries));
    }
    return new RootSnapshot(entries);
  }

  /** What is another way in {@code later}, by path. */
  public List<Difference> differences(RootSnapshot later) {
    TreeSet<String> paths = new TreeSet<>(entries.keySet());
    paths.addAll(later.entries.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String path : paths) {
      Found before = entries.get(path);
      Found after = later.entries.get(path);
      if (before == null) {
        differences.add(new Difference(path, "is new: " + after.description()));
      } else if (after == null) {
        differences.add(new Difference(path, "is gone: " + before.description()));
      } else {
        String how = before.became(after);
        if (!how.isEmpty()) {
          differences.add(new Difference(path, how));
        }
      }
    }
    return differences;
  }

  private static final class Look extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final Map<String, Found> entries;

    Look(Path folder, Map<String, Found> entries) {
      this.folder = folder;
      this.entries = entries;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
        throws IOException {
      add(path);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
      add(path);
      return FileVisitResult.CONTINUE;
    }

    /** Gone meanwhile, or a folder that may not be read: what is in it cannot be told. */
    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
      if (!(failure instanceof NoSuchFileException)) {
        add(path);
      }
      return FileVisitResult.CONTINUE;
    }

    private void add(Path path) throws IOException {
      try {
        String name = folder.relativize(path).toString();
        entries.put(name.isEmpty() ? SELF : name, Found.at(path));
      } catch (NoSuchFileException gone) {
        // by a process that runs meanwhile
      }
    }
  }
}
