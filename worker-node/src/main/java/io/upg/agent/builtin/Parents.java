package io.upg.agent.builtin;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Folders that a task makes on its way to what it writes. */
final class Parents {
  private Parents() {}

  /** The folder and those around it that are not there, outermost first. */
  static List<String> missing(Path folder) {
    List<String> missing = new ArrayList<>();
    for (Path p = folder; p != null && !Files.exists(p); p = p.getParent()) {
      missing.add(0, p.toString());
    }
    return missing;
  }

  /** Removes them, innermost first, as far as nobody else uses them. */
  static void remove(List<String> missing) throws IOException {
    for (int i = missing.size() - 1; i >= 0; i--) {
      try {
        Files.delete(Path.of(missing.get(i)));
      } catch (DirectoryNotEmptyException usedByOthers) {
        return;
      } catch (NoSuchFileException gone) {
        // an earlier try of this rollback
      }
    }
  }
}
