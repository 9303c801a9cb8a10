package io.upg.taskbench;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of one path of a folder.
 *
 * @param how for people, to stand behind the path: {@code line 3 'a' became 'b'}
 */
public record Difference(String path, String how) {
  private static final int SHOWN = 3;

  /** The first of them, and how many more there are. */
  static String sentence(List<Difference> differences) {
    String first =
        differences.stream()
            .limit(SHOWN)
            .map(Difference::toString)
            .collect(Collectors.joining("; "));
    int more = differences.size() - SHOWN;
    return more > 0 ? first + "; and " + more + " more" : first;
  }

  @Override
  public String toString() {
    return path + ": " + how;
  }
}
