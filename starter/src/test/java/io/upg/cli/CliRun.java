package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * One call of {@code upg} in this process, and what came of it. Every failed expectation prints the
 * arguments, stdout and stderr.
 */
public record CliRun(List<String> args, int exit, String out, String err) {

  public static CliRun upg(Map<String, String> env, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CliContext context = new CliContext(stream(out), stream(err), env, Clock.systemUTC());
    int exit = Upg.run(args, context);
    return new CliRun(List.of(args), exit, text(out), text(err));
  }

  public CliRun exits(int expected) {
    assertThat(exit).as("exit code of %s", this).isEqualTo(expected);
    return this;
  }

  public CliRun saysNothingOnStdout() {
    assertThat(out).as("stdout of %s", this).isEmpty();
    return this;
  }

  public CliRun says(String... parts) {
    assertThat(err).as("stderr of %s", this).contains(parts);
    return this;
  }

  public CliRun prints(String... parts) {
    assertThat(out).as("stdout of %s", this).contains(parts);
    return this;
  }

  /** Stdout as the one JSON document that {@code -o json} promises. */
  public JsonNode document() {
    try {
      return new ObjectMapper()
          .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("stdout is not one JSON document: " + this, e);
    }
  }

  /** What the user saw, as golden files keep it. */
  public String transcript() {
    StringBuilder text = new StringBuilder("$ upg " + String.join(" ", args) + "\n");
    text.append(out).append(err.isEmpty() ? "" : "--- stderr\n" + err);
    return text.append("--- exit ").append(exit).append('\n').toString();
  }

  @Override
  public String toString() {
    return "\n" + transcript();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
