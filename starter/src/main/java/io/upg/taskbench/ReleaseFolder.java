package io.upg.taskbench;

import io.upg.agent.artifact.ArtifactCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The one release folder that a bench's agent has made. */
final class ReleaseFolder {
  private static final String PYTHON_CACHE = "__pycache__";

  private ReleaseFolder() {}

  /** How it differs from the release's files. What Python keeps of its own does not count. */
  static List<Difference> changes(Path releases, BenchTask task) throws IOException {
    List<Difference> changes = new ArrayList<>();
    for (Path folder : folders(releases)) {
      Set<String> expected = new TreeSet<>(task.files().keySet());
      for (String path : files(folder)) {
        if (!expected.remove(path)) {
          changes.add(new Difference("releaseDir/" + path, "is new"));
        } else if (!digest(folder.resolve(path)).equals(digest(task.files().get(path)))) {
          changes.add(new Difference("releaseDir/" + path, "was changed"));
        }
      }
      expected.forEach(path -> changes.add(new Difference("releaseDir/" + path, "is gone")));
    }
    return changes;
  }

  /** {@code <component>/<digest>}. */
  private static List<Path> folders(Path releases) throws IOException {
    if (!Files.isDirectory(releases)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(releases, 2)) {
      return paths.filter(path -> path.getNameCount() == releases.getNameCount() + 2).toList();
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .filter(path -> !path.contains(PYTHON_CACHE))
          .toList();
    }
  }

  private static String digest(Path file) throws IOException {
    return ArtifactCache.digest(file);
  }
}
