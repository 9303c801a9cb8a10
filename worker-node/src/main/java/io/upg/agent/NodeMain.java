package io.upg.agent;

import io.temporal.client.WorkflowClient;
import io.upg.access.Access;
import io.upg.contract.AgentBuild;
import io.upg.contract.TemporalTarget;
import io.upg.metrics.MetricsServer;
import io.upg.plan.problem.InvalidInput;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code upg-node}: the agent of one host, until TERM or Ctrl-C. */
@Command(
    name = "upg-node",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs the upgrade tasks of one host.",
      "TERM lets running tasks end for 30 s; scripts that take longer go on, and the next upg-node",
      "finds them."
    },
    footer = {"", "'upg-node doctor' with the same options looks whether all is as it must be."})
public final class NodeMain implements Callable<Integer> {
  private static final String LOG_LEVEL = "upg.log";
  private static final String CHUNK_ORDER = "io.grpc.netty.shaded.io.netty.allocator.maxOrder";
  private static final int BAD_USAGE = 2;
  private static final int INTERNAL = 3;
  private static final long CLIENT_SECONDS = 5;

  /** Ten thousand agents that are started at once do not poll at once. */
  private static final long STAGGER_MILLIS = 1_000;

  @Mixin private NodeOptions options;

  NodeMain() {}

  public static void main(String[] arguments) {
    logTransitions();
    bufferLittle();
    boolean doctor = arguments.length > 0 && arguments[0].equals(DoctorCommand.NAME);
    CommandLine line = new CommandLine(doctor ? new DoctorCommand() : new NodeMain());
    AgentBuild own = OwnBuild.BUILD;
    line.getCommandSpec()
        .version("upg-node %s (protocol %d)".formatted(own.version(), own.protocol()));
    line.setExecutionExceptionHandler((e, command, result) -> failed(command, e));
    String[] options =
        doctor ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments.clone();
    try {
      NodeConfig.applyTo(line, options);
    } catch (InvalidInput e) {
      System.err.println(e.getMessage());
      System.exit(BAD_USAGE);
    }
    System.exit(line.execute(options));
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
    Access access = options.access();
    AgentConfig config = options.agent(access);
    TemporalTarget temporal = options.temporal(access);
    serveMetrics();
    WorkflowClient client = temporal.client();
    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(STAGGER_MILLIS));
    NodeAgent agent = NodeAgent.start(client, config);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> endNormally(agent, client), "upg-shutdown"));
    System.err.println("upg-node: " + config.host() + " polls " + temporal.address());
    new CountDownLatch(1).await();
    return 0;
  }

  /** Until the process ends. */
  private void serveMetrics() {
    if (options.metrics() == null) {
      return;
    }
    try {
      System.err.println("upg-node: metrics at " + MetricsServer.start(options.metrics()).url());
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
