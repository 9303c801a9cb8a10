package io.upg.cli;

import picocli.CommandLine.Option;

/** What every command that runs tasks has. */
public final class FollowOptions extends SendOptions {
  @Option(names = "--dry-run", description = "Print what would run, in order; touch nothing.")
  private boolean dryRun;

  @Option(names = "--detach", description = "Return when the run has started; do not follow it.")
  private boolean detach;

  boolean dryRun() {
    return dryRun;
  }

  @Override
  boolean detach() {
    return detach;
  }
}
