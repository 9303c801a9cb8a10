package io.upg.cli;

import picocli.CommandLine.Mixin;

/** What every command that goes to a project's workflow has. */
public class SendOptions {
  @Mixin private WhoOption who;
  @Mixin private OutputOption output;
  @Mixin private ConnectionOptions connection;

  final WhoOption who() {
    return who;
  }

  final OutputOption output() {
    return output;
  }

  final ConnectionOptions connection() {
    return connection;
  }

  /** Whether to return when the command is accepted, instead of following its run. */
  boolean detach() {
    return false;
  }
}
