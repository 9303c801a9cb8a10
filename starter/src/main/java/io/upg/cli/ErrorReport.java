package io.upg.cli;

import io.upg.access.AccessProblem;
import io.upg.artifact.ArtifactsAway;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.Rule;
import io.upg.plan.problem.InvalidInput;
import io.upg.store.StoreException;
import io.upg.store.UnknownProject;
import io.upg.store.query.UnknownCommand;
import io.upg.store.query.UnknownTask;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The one place where an exception becomes a message and an exit code. With {@code -o json} the
 * message is a document on stdout as well.
 */
final class ErrorReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final List<String> NO_TASKS = List.of();
  private final CliContext context;

  ErrorReport(CliContext context) {
    this.context = context;
  }

  /** What is said of an exception. */
  private record Report(int exitCode, Refusal error) {
    static Report usage(String message) {
      return new Report(ExitCode.USAGE, new Refusal(Rule.BAD_INPUT, message, NO_TASKS));
    }
  }

  @Override
  public int handleParseException(ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    String message = message(problem);
    context.err().println(message);
    context.err().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    if (asksForJson(args)) {
      printDocument(Report.usage(message));
    }
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
    ParseResult last = last(parsed);
    boolean verbose = matched(last, "--verbose", "true");
    Report report = report(problem, verbose);
    context.err().println(report.error.message());
    if (verbose) {
      problem.printStackTrace(context.err());
    }
    if (matched(last, OutputOption.NAME, "json")) {
      printDocument(report);
    }
    return report.exitCode;
  }

  private void printDocument(Report report) {
    context.out().println(Documents.json(Documents.error(report.error)));
  }

  /** Arguments that cannot be parsed can still say that a program reads the answer. */
  private static boolean asksForJson(String[] args) {
    return (" " + String.join(" ", args) + " ").matches(".* (-o ?|--output[ =])json .*");
  }

  private static Report report(Exception problem, boolean verbose) {
    if (problem instanceof Refused refused) {
      return new Report(refused.exitCode(), refused.refusal());
    }
    if (isUsage(problem)) {
      return Report.usage(problem.getMessage());
    }
    if (problem instanceof Unavailable
        || problem instanceof StoreException
        || problem instanceof ArtifactsAway) {
      return new Report(
          ExitCode.INTERNAL, new Refusal("unavailable", problem.getMessage(), NO_TASKS));
    }
    String hint = verbose ? "" : " The same command with --verbose shows where.";
    return new Report(
        ExitCode.INTERNAL,
        new Refusal("internal", "Internal error: " + problem + "." + hint, NO_TASKS));
  }

  private static boolean isUsage(Exception problem) {
    return problem instanceof UsageProblem
        || problem instanceof AccessProblem
        || problem instanceof InvalidInput
        || problem instanceof UnknownProject
        || problem instanceof UnknownTask
        || problem instanceof UnknownCommand;
  }

  private static String message(ParameterException problem) {
    if (problem.getMessage().equals("Missing required subcommand")) {
      return "No command given.";
    }
    if (!(problem instanceof UnmatchedArgumentException unmatched)) {
      return sentence(problem.getMessage());
    }
    String word = unmatched.getUnmatched().get(0);
    String kind = unmatched.isUnknownOption() ? "option" : kindOfWord(problem.getCommandLine());
    return "Unknown %s '%s'.%s".formatted(kind, word, suggestion(unmatched.getSuggestions()));
  }

  private static String kindOfWord(CommandLine command) {
    return command.getSubcommands().isEmpty() ? "argument" : "command";
  }

  private static String suggestion(List<String> names) {
    return names.isEmpty() ? "" : " Did you mean '" + names.get(0) + "'?";
  }

  private static String sentence(String message) {
    return message.endsWith(".") || message.endsWith("?") ? message : message + ".";
  }

  private static ParseResult last(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last;
  }

  private static boolean matched(ParseResult parsed, String option, String value) {
    return parsed.hasMatchedOption(option)
        && String.valueOf(parsed.matchedOption(option).<Object>getValue()).equals(value);
  }
}
