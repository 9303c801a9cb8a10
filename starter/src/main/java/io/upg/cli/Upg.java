package io.upg.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** The command {@code upg}. */
@Command(
    name = "upg",
    synopsisSubcommandLabel = "COMMAND",
    description = "Upgrade a fleet of hosts, one small task at a time.",
    footer = {
      "",
      "Exit codes: 0 done; 1 the upgrade waits for the operator, or a task failed; 2 bad usage or",
      "bad input; 3 internal error; 4 refused by a rule."
    })
public final class Upg {
  private static final int HELP_COLUMNS = 100;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean help;

  private Upg() {}

  public static void main(String[] args) {
    System.exit(run(args, utf8(FileDescriptor.out), utf8(FileDescriptor.err), System.getenv()));
  }

  /**
   * Runs one command to its end in this process.
   *
   * @return the {@link ExitCode}
   */
  public static int run(String[] args, PrintStream out, PrintStream err, Map<String, String> env) {
    return run(args, new CliContext(out, err, env, Clock.systemDefaultZone()));
  }

  static int run(String[] args, CliContext context) {
    return commandLine(context).execute(args);
  }

  static CommandLine commandLine(CliContext context) {
    CommandLine upg = new CommandLine(new Upg());
    Commands.addTo(upg, context);
    ErrorReport errors = new ErrorReport(context);
    return upg.setOut(writer(context.out()))
        .setErr(writer(context.err()))
        .setUsageHelpWidth(HELP_COLUMNS)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setAbbreviatedOptionsAllowed(false)
        .setExecutionExceptionHandler(errors)
        .setParameterExceptionHandler(errors);
  }

  /** Host names, paths and script output may hold anything, whatever the locale says. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
