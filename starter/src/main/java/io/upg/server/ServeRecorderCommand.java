package io.upg.server;

import io.upg.cli.CliContext;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code upg serve recorder}. */
@Command(
    name = "recorder",
    description = "Reception: commits results to PostgreSQL in groups. Several may run.")
public final class ServeRecorderCommand extends ServeCommand {
  @Option(
      names = "--interval",
      paramLabel = "MILLIS",
      defaultValue = "1000",
      description = "The longest that a result waits for its commit. Default: ${DEFAULT-VALUE}.")
  private int intervalMillis;

  public ServeRecorderCommand(CliContext context) {
    super(context);
  }

  @Override
  void serve(Serving serving) {
    serving.recorder(Duration.ofMillis(intervalMillis));
  }
}
