package io.upg.agent.builtin;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Runs a parameter's text as a shell's command line, in the host's root. */
final class CommandLine {
  private CommandLine() {}

  /**
   * @throws ActionFailed if it does not end with exit code 0
   */
  static Ran run(BuiltinContext context, String line)
      throws ActionFailed, IOException, InterruptedException {
    Ran ran = context.programs().run(List.of("/bin/sh", "-c", line), Map.of());
    if (ran.exit() != 0) {
      throw new ActionFailed(
          "'%s' ended with exit code %d%s".formatted(line, ran.exit(), ran.lastLine()), ran.exit());
    }
    return ran;
  }
}
