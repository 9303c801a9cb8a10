package io.upg.temporal;

import com.google.protobuf.Duration;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetClusterInfoRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.upg.http.Addresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code temporal server start-dev}, from PATH, with its database in memory: one a JVM. It ends
 * with the JVM, also where that is killed: a shell between the two notices that its input has
 * ended.
 */
final class DevServer {
  private static final long START_SECONDS = 60;
  private static final long CALL_SECONDS = 10;
  private static final long DAY_SECONDS = 86_400;
  private static final String WHILE_INPUT_IS_OPEN =
      "\"$@\" </dev/null & server=$!; trap 'kill $server 2>/dev/null' EXIT; read -r _; exit 0";

  /** A queue of one host needs no four partitions; deploy/temporal/dynamicconfig.yaml. */
  private static final List<String> AS_IN_PRODUCTION =
      List.of(
          "matching.numTaskqueueReadPartitions=1",
          "matching.numTaskqueueWritePartitions=1",
          "frontend.namespaceCount=40000",
          "frontend.namespaceRPS=20000");

  private static DevServer server;

  private final AtomicInteger namespaces = new AtomicInteger();
  private final String target;
  private final WorkflowServiceStubs stubs;

  private DevServer(String target) {
    this.target = target;
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
  }

  /**
   * @throws IllegalStateException if there is no {@code temporal} on PATH, or it does not serve
   */
  static synchronized DevServer running() {
    if (server == null) {
      server = start();
    }
    return server;
  }

  String target() {
    return target;
  }

  /** For one test: queues and workflow ids of another one are not in its way. */
  String newNamespace() {
    String name = "test-" + namespaces.incrementAndGet();
    stubs
        .blockingStub()
        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
        .registerNamespace(
            RegisterNamespaceRequest.newBuilder()
                .setNamespace(name)
                .setWorkflowExecutionRetentionPeriod(Duration.newBuilder().setSeconds(DAY_SECONDS))
                .build());
    return name;
  }

  private static DevServer start() {
    try {
      int port = Addresses.freePort();
      Path log = Files.createTempFile("temporal-dev", ".log");
      log.toFile().deleteOnExit();
      Process shell =
          new ProcessBuilder(command(port))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      DevServer started = new DevServer("127.0.0.1:" + port);
      started.awaitServing(shell, log);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(int port) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", WHILE_INPUT_IS_OPEN, "sh"));
    command.addAll(List.of("temporal", "server", "start-dev", "--headless"));
    command.addAll(List.of("--ip", "127.0.0.1", "--port", Integer.toString(port)));
    command.addAll(List.of("--log-level", "error"));
    for (String setting : AS_IN_PRODUCTION) {
      command.addAll(List.of("--dynamic-config-value", setting));
    }
    return command;
  }

  private void awaitServing(Process shell, Path log) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!serves()) {
      String said = Files.readString(log);
      if (System.nanoTime() > end || said.contains("not found") || !shell.isAlive()) {
        throw new IllegalStateException(
            "-Dupg.temporal=dev: `temporal server start-dev` does not serve: "
                + said.strip()
                + ". Install it and put it on PATH: PATH=\"$(scripts/get-temporal .upg/tools):$PATH\"");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** The in-memory server knows no such call: that this one answers says that it is a real one. */
  private boolean serves() {
    try {
      return !stubs
          .blockingStub()
          .withDeadlineAfter(1, TimeUnit.SECONDS)
          .getClusterInfo(GetClusterInfoRequest.getDefaultInstance())
          .getServerVersion()
          .isEmpty();
    } catch (StatusRuntimeException notYet) {
      return false;
    }
  }
}
