package io.upg.agent;

import io.temporal.client.WorkflowClient;
import io.upg.access.Access;
import io.upg.access.TemporalTlsOptions;
import io.upg.access.Tls;
import io.upg.access.Token;
import io.upg.contract.TemporalTarget;
import io.upg.metrics.MetricsServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code upg-node}: the agent of one host, until TERM or Ctrl-C. */
@Command(
    name = "upg-node",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs the upgrade tasks of one host.",
      "TERM lets running tasks end for 30 s; scripts that take longer go on, and the next upg-node",
      "finds them."
    })
public final class NodeMain implements Callable<Integer> {
  private static final String LOG_LEVEL = "upg.log";
  private static final String CHUNK_ORDER = "io.grpc.netty.shaded.io.netty.allocator.maxOrder";
  private static final int BAD_USAGE = 2;
  private static final int INTERNAL = 3;
  private static final long CLIENT_SECONDS = 5;

  /** Ten thousand agents that are started at once do not poll at once. */
  private static final long STAGGER_MILLIS = 1_000;

  @Option(names = "--host", required = true, paramLabel = "NAME", description = "This host.")
  private String host;

  @Option(
      names = "--temporal",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where Temporal listens.")
  private String temporal;

  @Mixin private TemporalTlsOptions tls;

  @Option(
      names = "--namespace",
      defaultValue = "default",
      paramLabel = "NAME",
      description = "Temporal's namespace (default: ${DEFAULT-VALUE}).")
  private String namespace;

  @Option(
      names = "--artifacts",
      required = true,
      split = ",",
      paramLabel = "URL",
      description =
          "Where releases are fetched: http://… or file:///….%nOf several, with commas between, the next is asked where one fails.")
  private List<URI> artifacts;

  @Option(
      names = "--artifact-token-file",
      paramLabel = "FILE",
      description = "The token that artifact servers ask for, mode 0600 or 0640.")
  private Path artifactToken;

  @Option(
      names = "--root",
      defaultValue = "/",
      paramLabel = "DIR",
      description = "The host's root, UPG_ROOT for scripts (default: ${DEFAULT-VALUE}).")
  private Path root;

  @Option(
      names = "--state-dir",
      defaultValue = "/var/lib/upg",
      paramLabel = "DIR",
      description = "The agent's own files, outside the root (default: ${DEFAULT-VALUE}).")
  private Path stateDir;

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      description =
          "The files that secret:NAME in parameters stands for, mode 0600 or 0640%n(default: /etc/upg/secrets; with another root, secrets in --state-dir).")
  private Path secrets;

  @Option(
      names = "--metrics",
      paramLabel = "[HOST:]PORT",
      description =
          "Serve Prometheus metrics there: http://…/metrics. Off by default; loopback unless HOST says otherwise.")
  private String metrics;

  @Option(
      names = "--sandbox",
      description = "The root is a simulated host: its services start and stop with the agent.")
  private boolean sandbox;

  private NodeMain() {}

  public static void main(String[] arguments) {
    logTransitions();
    bufferLittle();
    CommandLine line = new CommandLine(new NodeMain());
    line.setExecutionExceptionHandler((e, command, result) -> failed(command, e));
    System.exit(line.execute(arguments));
  }

  /** Read by logback.xml, so before the first logger. */
  private static void logTransitions() {
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "INFO");
    }
  }

  /**
   * Chunks of 64 KB: gRPC's network threads keep one each, of 2 MB and more by default. What is
   * larger gets memory of its own. Read before the first connection.
   */
  private static void bufferLittle() {
    if (System.getProperty(CHUNK_ORDER) == null) {
      System.setProperty(CHUNK_ORDER, "3");
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<Tls> known = tls.files().map(Tls::client);
    Optional<Token> token =
        Optional.ofNullable(artifactToken).map(f -> Token.read("--artifact-token-file", f));
    AgentConfig config =
        new AgentConfig(
            host,
            root,
            stateDir,
            artifacts,
            sandbox,
            AgentConfig.END_GRACE,
            BenchMode.NONE,
            new Access(token, known),
            secrets);
    serveMetrics();
    WorkflowClient client = new TemporalTarget(temporal, namespace, known).client();
    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(STAGGER_MILLIS));
    NodeAgent agent = NodeAgent.start(client, config);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> endNormally(agent, client), "upg-shutdown"));
    System.err.println("upg-node: " + host + " polls " + temporal);
    new CountDownLatch(1).await();
    return 0;
  }

  /** Until the process ends. */
  private void serveMetrics() {
    if (metrics == null) {
      return;
    }
    try {
      System.err.println("upg-node: metrics at " + MetricsServer.start(metrics).url());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--metrics " + e.getMessage(), e);
    }
  }

  /** To be stopped is the normal end of this process: exit code 0. */
  private static void endNormally(NodeAgent agent, WorkflowClient client) {
    int exit = 0;
    try {
      agent.close();
      client.getWorkflowServiceStubs().shutdownNow();
      client.getWorkflowServiceStubs().awaitTermination(CLIENT_SECONDS, TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      System.err.println("upg-node: " + e);
      exit = INTERNAL;
    }
    Runtime.getRuntime().halt(exit);
  }

  private static int failed(CommandLine command, Exception e) {
    command.getErr().println("upg-node: " + e.getMessage());
    return e instanceof IllegalArgumentException ? BAD_USAGE : INTERNAL;
  }
}
