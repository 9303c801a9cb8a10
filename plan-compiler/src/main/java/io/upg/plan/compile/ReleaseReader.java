package io.upg.plan.compile;

import io.upg.plan.check.Checks;
import io.upg.plan.draft.Releases;
import io.upg.plan.draft.Requires;
import io.upg.plan.input.Names;
import io.upg.plan.input.Release;
import io.upg.plan.problem.InvalidInput;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import java.util.List;

/** Reads one release by itself, with the rules that need no fleet. Pure, as the compiler is. */
public final class ReleaseReader {
  private ReleaseReader() {}

  /**
   * Component and version are what its {@code component.yaml} says.
   *
   * @throws InvalidInput with everything that is wrong with it
   */
  public static Release read(SourceTree tree, String folder) {
    Problems problems = new Problems();
    Release release = read(tree, folder, problems);
    problems.refuseErrors();
    return release;
  }

  /**
   * As {@link #read(SourceTree, String)}, and the folder must be the one where a project looks for
   * it.
   *
   * @param component the name of the folder above it
   * @param version its own name
   */
  public static Release read(SourceTree tree, String folder, String component, String version) {
    Problems problems = new Problems();
    Release release = read(tree, folder, problems);
    requireSame("component", release.component(), component, release.place(), problems);
    requireSame("version", release.version(), version, release.place(), problems);
    problems.refuseErrors();
    return release;
  }

  private static Release read(SourceTree tree, String folder, Problems problems) {
    Release release =
        new Sources(tree, folder, problems)
            .release(folder)
            .orElseThrow(() -> new InvalidInput(problems.errors()));
    Releases alone = new Releases(List.of(release));
    Requires requires = new Requires(alone);
    Checks.ofReleases().forEach(check -> check.check(tree, alone, requires, problems));
    requireName(
        "component", release.component(), Names.isName(release.component()), release, problems);
    requireName(
        "version", release.version(), Names.isVersion(release.version()), release, problems);
    return release;
  }

  private static void requireName(
      String key, String name, boolean fits, Release release, Problems problems) {
    if (!fits && !name.isEmpty()) {
      problems.error(
          "name",
          release.place(),
          "'" + key + "' cannot be '" + name + "': it names a folder.",
          "");
    }
  }

  private static void requireSame(
      String key, String written, String folder, Place place, Problems problems) {
    if (!written.equals(folder) && !written.isEmpty()) {
      problems.error(
          "release-folder",
          place,
          "'" + key + "' is '" + written + "', but the folder is that of '" + folder + "'.",
          "Projects find a release as COMPONENT/VERSION: rename the folder, or correct the file.");
    }
  }
}
