package io.upg.agent;

import java.io.IOException;

/** {@code host.reboot}: done when the agent is back on the rebooted host. */
record RebootAction(TaskWorld world, Trail trail) implements Action {
  static final String NAME = "host.reboot";

  @Override
  public void prepare() {
    // there is nothing to fetch
  }

  @Override
  public Outcome once(int number) throws IOException, InterruptedException {
    boolean back = trail.reboot(number, world.sheet().timeout());
    return back
        ? Outcome.success(null, "the host was rebooted")
        : Outcome.finalFailure(notDown(NAME, world));
  }

  static String notDown(String subject, TaskWorld world) {
    return "%s: the host was asked to reboot, and did not go down within %s; look what holds it up (systemctl list-jobs)"
        .formatted(subject, Durations.text(world.sheet().timeout()));
  }
}
