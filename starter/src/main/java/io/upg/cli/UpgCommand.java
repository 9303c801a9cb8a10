package io.upg.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/**
 * What every command has. A command is a class named verb-noun that extends this one, returns an
 * {@link ExitCode} and throws for everything else; {@link Commands} hangs it in.
 *
 * <p>picocli looks at the fields and methods of every command at each start: a signature that names
 * a Temporal class would load Temporal for {@code upg status} too.
 */
public abstract class UpgCommand implements Callable<Integer> {
  private final CliContext context;

  @Option(names = "--verbose", description = "Print stack traces and what is done.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean help;

  protected UpgCommand(CliContext context) {
    this.context = context;
  }

  protected final CliContext context() {
    return context;
  }

  protected final boolean verbose() {
    return verbose;
  }

  /** Talk: one line on stderr. */
  protected final void say(String line) {
    context.err().println(line);
  }
}
