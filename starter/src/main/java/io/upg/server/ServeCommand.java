package io.upg.server;

import io.upg.artifact.ArtifactClient;
import io.upg.cli.CliContext;
import io.upg.cli.ConnectionOptions;
import io.upg.cli.ExitCode;
import io.upg.cli.Unavailable;
import io.upg.cli.UpgCommand;
import io.upg.cli.UsageProblem;
import io.upg.contract.TemporalTarget;
import io.upg.metrics.MetricsServer;
import io.upg.store.StoreException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code upg serve orchestrator|recorder}: stays until Ctrl-C or TERM, and then leaves cleanly. */
abstract class ServeCommand extends UpgCommand {
  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Temporal's namespace, instead of the one in UPG_HOME.")
  private String namespace;

  @Option(
      names = "--metrics",
      paramLabel = "[HOST:]PORT",
      description =
          "Serve Prometheus metrics there: http://…/metrics. Off by default; loopback unless HOST says otherwise.")
  private String metrics;

  ServeCommand(CliContext context) {
    super(context);
  }

  abstract void serve(Serving serving);

  @Override
  public final Integer call() throws Exception {
    Logs.transitions();
    try (Opened opened = new Opened();
        UntilSignal signal = UntilSignal.closes(opened)) {
      opened.start(() -> start(opened));
      context().out().println("ready");
      signal.stay();
    }
    return ExitCode.DONE;
  }

  /** The artifact server, where options or UPG_HOME say it. */
  final Optional<ArtifactClient> knownArtifacts() {
    return connection.knownArtifacts(context().env(), ArtifactClient.Limits.SHORT);
  }

  private void serveMetrics(Opened opened) {
    if (metrics == null) {
      return;
    }
    try {
      say("Metrics at " + opened.keep(MetricsServer.start(metrics)).url());
    } catch (IllegalArgumentException e) {
      throw new UsageProblem("--metrics " + e.getMessage());
    }
  }

  private void start(Opened opened) {
    serveMetrics(opened);
    var env = context().env();
    TemporalTarget temporal =
        namespace == null ? connection.temporal(env) : connection.temporal(env, namespace);
    try {
      serve(new Serving(opened, connection.jdbc(env), temporal));
    } catch (StartFailed | StoreException e) {
      throw new Unavailable(e.getMessage(), e);
    }
  }
}
