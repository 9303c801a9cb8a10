package io.upg.server;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.upg.http.Addresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code temporal server start-dev} as a process of its own, with its database in a file: what was
 * in flight is there again after a restart. One that an earlier life left behind is taken over.
 */
final class DevTemporal implements TemporalServer {
  private static final Logger LOG = LoggerFactory.getLogger(DevTemporal.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  /** Its defaults are for a handful of workers; here every host polls. */
  private static final List<String> LIMITS =
      List.of(
          "frontend.namespaceCount=40000",
          "frontend.rps=20000",
          "frontend.namespaceRPS=20000",
          "matching.rps=40000",
          "history.rps=20000",
          "matching.numTaskqueueReadPartitions=1",
          "matching.numTaskqueueWritePartitions=1",
          "history.maximumBufferedEventsBatch=1000");

  private final LiveProcess process;
  private final int port;
  private final int uiPort;

  private DevTemporal(LiveProcess process, int port, int uiPort) {
    this.process = process;
    this.port = port;
    this.uiPort = uiPort;
  }

  /** The {@code temporal} binary on PATH. */
  static Optional<Path> binary() {
    return Programs.onPath("temporal");
  }

  /**
   * @return when the namespace answers
   */
  static DevTemporal start(Path binary, DataFolder folder, Ports ports) throws IOException {
    Files.createDirectories(folder.temporal());
    Path log = folder.logs().resolve("temporal.log");
    Path pidFile = pidFile(folder);
    Optional<LiveProcess> alive = left(pidFile, binary);
    LiveProcess process =
        alive.isPresent() ? alive.get() : launch(binary, folder, ports, pidFile, log);
    DevTemporal server = new DevTemporal(process, ports.of("temporal"), ports.of("temporal-ui"));
    try {
      server.awaitNamespace(log);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    LOG.info("temporal: {} process {}", alive.isPresent() ? "took over" : "started", server.pid());
    return server;
  }

  /** Stops a server that an earlier life left behind, if there is one. */
  static void stopLeft(DataFolder folder) throws IOException {
    Optional<Path> binary = binary();
    if (binary.isPresent()) {
      left(pidFile(folder), binary.get()).ifPresent(DevTemporal::stop);
    }
  }

  private static Path pidFile(DataFolder folder) {
    return folder.temporal().resolve("temporal.pid");
  }

  private static Optional<LiveProcess> left(Path pidFile, Path binary) throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    String text = Files.readString(pidFile).strip();
    String program = binary.toRealPath().getFileName().toString();
    return text.isEmpty() ? Optional.empty() : LiveProcess.of(Long.parseLong(text), program);
  }

  private static LiveProcess launch(
      Path binary, DataFolder folder, Ports ports, Path pidFile, Path log) throws IOException {
    List<String> command = new ArrayList<>(List.of(binary.toString(), "server", "start-dev"));
    command.addAll(List.of("--ip", Addresses.LOOPBACK));
    command.addAll(List.of("--port", Integer.toString(ports.free("temporal"))));
    command.addAll(List.of("--ui-port", Integer.toString(ports.free("temporal-ui"))));
    command.addAll(List.of("--http-port", Integer.toString(ports.free("temporal-http"))));
    command.addAll(List.of("--metrics-port", Integer.toString(ports.free("temporal-metrics"))));
    command.addAll(List.of("--db-filename", folder.temporal().resolve("temporal.db").toString()));
    command.addAll(List.of("--log-level", "error"));
    for (String limit : LIMITS) {
      command.addAll(List.of("--dynamic-config-value", limit));
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Files.writeString(pidFile, process.pid() + "\n");
    return new LiveProcess(process.toHandle());
  }

  private void awaitNamespace(Path log) {
    DescribeNamespaceRequest request =
        DescribeNamespaceRequest.newBuilder().setNamespace(NAMESPACE).build();
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target()).build());
    try {
      Wait.orFail(
          START_LIMIT,
          "Temporal does not answer at %s. Its log is %s.".formatted(target(), log),
          () -> answers(stubs, request, log));
    } finally {
      stubs.shutdownNow();
    }
  }

  private boolean answers(WorkflowServiceStubs stubs, DescribeNamespaceRequest request, Path log) {
    if (!process.isAlive()) {
      throw new StartFailed(
          "The process `temporal server start-dev` ended. Its log is " + log + ".");
    }
    try {
      stubs.blockingStub().withDeadlineAfter(1, TimeUnit.SECONDS).describeNamespace(request);
      return true;
    } catch (StatusRuntimeException e) {
      LOG.debug("temporal: not yet: {}", e.toString());
      return false;
    }
  }

  private long pid() {
    return process.handle().pid();
  }

  @Override
  public String target() {
    return Addresses.LOOPBACK + ":" + port;
  }

  @Override
  public Optional<String> ui() {
    return Optional.of("http://" + Addresses.LOOPBACK + ":" + uiPort);
  }

  @Override
  public String description() {
    return "Temporal: a development server at " + target() + ", Web UI " + ui().orElseThrow();
  }

  @Override
  public void close() {
    stop(process);
    LOG.info("temporal: stopped");
  }

  private static void stop(LiveProcess process) {
    process.handle().destroy();
    if (!process.awaitEnd(STOP_LIMIT)) {
      LOG.warn("temporal: process {} did not stop in {}", process.handle().pid(), STOP_LIMIT);
      process.handle().destroyForcibly();
      process.awaitEnd(STOP_LIMIT);
    }
  }
}
