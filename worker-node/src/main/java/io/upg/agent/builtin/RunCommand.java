package io.upg.agent.builtin;

import java.io.IOException;

/**
 * {@code command {run, rollback?}}: a command line, and one that takes it back; in the host's root,
 * with {@code UPG_ROOT}. Exit codes mean what they do for scripts.
 */
final class RunCommand implements Builtin {
  @Override
  public String name() {
    return "command";
  }

  /** Nobody knows what it does. */
  @Override
  public boolean repeats() {
    return false;
  }

  @Override
  public String run(BuiltinContext context) throws ActionFailed, IOException, InterruptedException {
    CommandLine.run(context, context.params("run", "rollback").text("run"));
    return "exit code 0";
  }

  @Override
  public String rollback(BuiltinContext context)
      throws ActionFailed, IOException, InterruptedException {
    CommandLine.run(context, context.params("run", "rollback").text("rollback"));
    return "exit code 0";
  }
}
