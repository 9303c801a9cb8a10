package io.upg.plan.check;

import io.upg.plan.Suggest;
import io.upg.plan.compile.SourceTree;
import io.upg.plan.draft.Releases;
import io.upg.plan.draft.Requires;
import io.upg.plan.input.Programs;
import io.upg.plan.input.Release;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Text;
import java.util.Map;

/**
 * Scripts, other files that actions name, and pinned ones lie in the release folder; scripts are
 * such as can be run.
 */
final class NamedFilesExist implements ReleaseCheck {
  @Override
  public void check(SourceTree tree, Releases releases, Requires requires, Problems problems) {
    for (Release release : releases.all()) {
      ReleaseFiles files = ReleaseFiles.of(release);
      files.scripts().forEach((file, action) -> checkScript(tree, release, file, action, problems));
      files.others().forEach((file, action) -> exists(release, file, action, problems));
      for (Map.Entry<String, Text> pin : release.pins().entrySet()) {
        missing(release, pin.getKey(), "'sha256'", pin.getValue().place(), problems);
      }
    }
  }

  private static void checkScript(
      SourceTree tree, Release release, String file, Release.Action action, Problems problems) {
    if (exists(release, file, action, problems)
        && !Programs.isProgram(tree.head(release.folder() + "/" + file))) {
      problems.error(
          "script-kind",
          action.name().place(),
          "script '"
              + file
              + "' of "
              + release.title()
              + " starts with neither '#!' nor an ELF"
              + " header, so it cannot be run.",
          "Name its interpreter in the first line, such as #!/usr/bin/env python3.");
    }
  }

  private static boolean exists(
      Release release, String file, Release.Action action, Problems problems) {
    String what = "action '" + action.name() + "'";
    return !missing(release, file, what, action.name().place(), problems);
  }

  private static boolean missing(
      Release release, String file, String what, Place place, Problems problems) {
    boolean missing = !release.files().containsKey(file);
    if (missing) {
      problems.error(
          "missing-file",
          place,
          what
              + " of "
              + release.title()
              + " names '"
              + file
              + "', but there is no such file in "
              + release.folder()
              + ".",
          Suggest.hint(file, release.files().keySet()));
    }
    return missing;
  }
}
