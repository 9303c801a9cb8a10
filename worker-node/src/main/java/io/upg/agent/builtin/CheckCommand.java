package io.upg.agent.builtin;

import java.io.IOException;

/** {@code check.command {run, contains?}}: a command line succeeds, and says this. */
final class CheckCommand implements Builtin {
  @Override
  public String name() {
    return "check.command";
  }

  @Override
  public String run(BuiltinContext context) throws ActionFailed, IOException, InterruptedException {
    Params params = context.params("run", "contains");
    String line = params.text("run");
    String contains = params.optional("contains").orElse("");
    Ran ran = CommandLine.run(context, line);
    if (!ran.said().contains(contains)) {
      throw new ActionFailed(
          "'%s' said nothing of '%s'%s".formatted(line, contains, ran.lastLine()));
    }
    return contains.isEmpty() ? "exit code 0" : "said '" + contains + "'";
  }

  @Override
  public String rollback(BuiltinContext context) {
    return "nothing to take back";
  }
}
