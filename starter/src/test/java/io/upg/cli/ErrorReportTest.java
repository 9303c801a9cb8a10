package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.Rule;
import io.upg.plan.problem.InvalidInput;
import io.upg.plan.problem.Problem;
import io.upg.plan.problem.Problem.Severity;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ErrorReportTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void a_refusal_exits_4_and_prints_its_document_with_json() {
    Refusal refusal = new Refusal(Rule.RUN_OPEN, "Run 3 is open.", List.of("h1_stop_nova"));

    int exit = execute(() -> new Refused(refusal), "-o", "json");

    assertThat(exit).isEqualTo(ExitCode.REFUSED);
    assertThat(text(out))
        .isEqualToIgnoringWhitespace(
            """
            {"error":{"rule":"run-open","message":"Run 3 is open.","tasks":["h1_stop_nova"]}}
            """);
    assertThat(text(err)).isEqualTo("Run 3 is open.\n");
  }

  @Test
  void a_refusal_for_bad_input_exits_2() {
    Refusal refusal = new Refusal(Rule.BAD_INPUT, "No task 'x'.", List.of());

    assertThat(execute(() -> new Refused(refusal))).isEqualTo(ExitCode.USAGE);
    assertThat(text(out)).isEmpty();
  }

  @Test
  void every_problem_of_the_input_is_printed_and_the_exit_code_is_2() {
    Problem first = new Problem(Severity.ERROR, "unknown-key", "a.yaml", 3, "No key 'hots'.", "");
    Problem second = new Problem(Severity.ERROR, "no-release", "b.yaml", 0, "No release.", "");

    assertThat(execute(() -> new InvalidInput(List.of(first, second)))).isEqualTo(ExitCode.USAGE);
    assertThat(text(err))
        .isEqualTo("a.yaml:3: error: No key 'hots'.\nb.yaml: error: No release.\n");
  }

  @Test
  void what_does_not_answer_exits_3_with_its_message_only() {
    int exit =
        execute(() -> new Unavailable("PostgreSQL does not answer.", new RuntimeException()));

    assertThat(exit).isEqualTo(ExitCode.INTERNAL);
    assertThat(text(err)).isEqualTo("PostgreSQL does not answer.\n");
  }

  @Test
  void a_stack_trace_is_printed_only_with_verbose() {
    assertThat(execute(() -> new IllegalStateException("row 7"))).isEqualTo(ExitCode.INTERNAL);
    assertThat(text(err)).contains("row 7", "--verbose").doesNotContain("\tat ");

    execute(() -> new IllegalStateException("row 7"), "--verbose");
    assertThat(text(err)).contains("\tat io.upg.cli.ErrorReportTest");
  }

  private int execute(Supplier<RuntimeException> problem, String... args) {
    CliContext context = new CliContext(stream(out), stream(err), Map.of(), Clock.systemUTC());
    ErrorReport errors = new ErrorReport(context);
    return new CommandLine(new FailingCommand(context, problem))
        .setExecutionExceptionHandler(errors)
        .setParameterExceptionHandler(errors)
        .execute(args);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Command(name = "fail")
  private static final class FailingCommand extends UpgCommand {
    private final Supplier<RuntimeException> problem;
    @Mixin private OutputOption output;

    FailingCommand(CliContext context, Supplier<RuntimeException> problem) {
      super(context);
      this.problem = problem;
    }

    @Override
    public Integer call() {
      throw problem.get();
    }
  }
}
