package io.upg.cli;

import io.upg.contract.CommandRequest;
import picocli.CommandLine.Option;

/** What is to happen to later tasks that stand on those which are taken back, and why. */
final class TakeBackOptions {
  @Option(
      names = "--with-dependents",
      description = "Take back first what stands on the selected tasks.")
  private boolean withDependents;

  @Option(
      names = "--only",
      description = "Leave standing what stands on the selected tasks; needs --reason.")
  private boolean only;

  @Option(names = "--reason", paramLabel = "R", description = "Why; for the audit.")
  private String reason;

  CommandRequest.Builder addTo(CommandRequest.Builder request) {
    return request.withDependents(withDependents).only(only).reason(reason);
  }
}
