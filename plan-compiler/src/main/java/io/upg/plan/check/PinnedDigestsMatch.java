package io.upg.plan.check;

import io.upg.plan.compile.SourceTree;
import io.upg.plan.draft.Releases;
import io.upg.plan.draft.Requires;
import io.upg.plan.input.Release;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Text;
import java.util.Locale;

/** A file that a release pins by {@code sha256:} has that content. */
final class PinnedDigestsMatch implements ReleaseCheck {
  @Override
  public void check(SourceTree tree, Releases releases, Requires requires, Problems problems) {
    for (Release release : releases.all()) {
      release.pins().forEach((file, pinned) -> check(release, file, pinned, problems));
    }
  }

  private static void check(Release release, String file, Text pinned, Problems problems) {
    ReleaseManifest.Entry entry = release.files().get(file);
    if (entry != null && !entry.sha256().equals(pinned.value().toLowerCase(Locale.ROOT))) {
      problems.error(
          "digest",
          pinned.place(),
          "file '"
              + file
              + "' of "
              + release.title()
              + " has SHA-256 "
              + entry.sha256()
              + ", expected "
              + pinned
              + ".",
          "Put the right file there, or correct the digest.");
    }
  }
}
