package io.upg.plan.check;

import java.util.List;

/** All rules, in the order in which they are checked. */
public final class Checks {
  private Checks() {}

  public static List<ReleaseCheck> ofReleases() {
    return List.of();
  }

  public static List<Check> ofProjects() {
    return List.of();
  }
}
