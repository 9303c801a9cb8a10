package io.upg.plan.compile;

import io.upg.plan.model.ReleaseManifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The files a project is made of, as the compiler sees them; it does no I/O itself. Paths are those
 * the user would type ({@code project.yaml}, {@code releases/keystone/2025.1/component.yaml}).
 */
public interface SourceTree {

  /** The text of a file (UTF-8), or empty where there is none. */
  Optional<String> text(String path);

  /** The texts of the files in a folder, by their path there. */
  default Function<String, Optional<String>> in(String folder) {
    return file -> text(folder + "/" + file);
  }

  /**
   * The lines of a host list ({@code @hosts.txt}) are text too; a directory's entries are names.
   */
  List<String> folders(String path);

  /**
   * All regular files below a release folder, by path inside it, with their content's digest.
   * {@code component.yaml} is one of them.
   */
  Map<String, ReleaseManifest.Entry> files(String folder);

  /** The first bytes of a file (at most 64), to tell a script from something that cannot be run. */
  byte[] head(String path);

  /** {@code path} as written in {@code from}: relative to the folder of {@code from}. */
  String resolve(String from, String path);
}
