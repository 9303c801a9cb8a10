package io.upg.plan.check;

import io.upg.plan.Suggest;
import io.upg.plan.compile.SourceTree;
import io.upg.plan.draft.Releases;
import io.upg.plan.draft.Requires;
import io.upg.plan.input.References;
import io.upg.plan.input.Release;
import io.upg.plan.problem.Problems;

/** Every {@code ${…}} is one that is filled in on the host. */
final class ReferencesAreKnown implements ReleaseCheck {
  private static final String ALL =
      "There are: " + String.join(", ", References.KNOWN) + ", vars.NAME.";

  @Override
  public void check(SourceTree tree, Releases releases, Requires requires, Problems problems) {
    for (Release release : releases.all()) {
      release.actions().values().forEach(action -> check(tree, release, action, problems));
    }
  }

  private static void check(
      SourceTree tree, Release release, Release.Action action, Problems problems) {
    References references = References.of(release, action, tree.in(release.folder()));
    String subject = "action '" + action.name() + "' refers to ";
    for (String name : references.names()) {
      if (!References.KNOWN.contains(name) && !varsPath(name)) {
        String meant = Suggest.hint(name, References.KNOWN);
        problems.error(
            "reference",
            action.name().place(),
            subject + "${" + name + "}, which nothing fills in.",
            meant.isEmpty() ? ALL : meant);
      }
    }
    for (String text : references.unclosed()) {
      problems.error(
          "reference", action.name().place(), "'${' in '" + text + "' is never closed.", "");
    }
  }

  private static boolean varsPath(String name) {
    return name.startsWith(References.VARS) && name.length() > References.VARS.length();
  }
}
