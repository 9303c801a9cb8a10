package io.upg.plan.check;

import java.util.List;

/** All rules, in the order in which they are checked. */
public final class Checks {
  private Checks() {}

  public static List<ReleaseCheck> ofReleases() {
    return List.of(
        new NamedFilesExist(),
        new PinnedDigestsMatch(),
        new ReferencesAreKnown(),
        new RequiresHasNoCycle());
  }

  public static List<Check> ofProjects() {
    return List.of(
        new VersionsGoForward(),
        new UpgradesFromIsKept(),
        new RequirementsAreMet(),
        new PhaseNamesAreKnown(),
        new NothingIsDropped(),
        new LeadersComeFirst(),
        new RequiredPhaseIsNotLater(),
        new VarsAreDefined(),
        new WorthKnowing());
  }
}
