package io.upg.bench;

import io.temporal.client.WorkflowClient;
import io.upg.contract.TemporalClients;
import io.upg.server.ArtifactServer;
import io.upg.store.Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * What upg is in production, on this machine: Temporal on PostgreSQL (by
 * scripts/temporal-postgres), orchestrator and recorder, each a process of its own with the
 * product's settings, and an artifact server here. The agents are not part of it.
 */
final class Deployment implements AutoCloseable {
  static final String NAMESPACE = "default";
  private static final long STOP_SECONDS = 30;

  private final Path home;
  private final Path folder;
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final Properties addresses = new Properties();
  private Database database;
  private WorkflowClient client;
  private ArtifactServer artifacts;

  private Deployment(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  /**
   * Starts everything; when this returns, all of it serves.
   *
   * @param home the checkout
   * @param folder for the servers' data; a used one goes on
   * @param tools where the Temporal server is built, once
   */
  static Deployment start(Path home, Path folder, Path tools) throws IOException {
    Deployment deployment = new Deployment(home, folder.toAbsolutePath());
    // Also where this process is told to end.
    Runtime.getRuntime().addShutdownHook(new Thread(deployment::close, "bench-end"));
    try {
      deployment.start(tools);
      return deployment;
    } catch (IOException | RuntimeException e) {
      deployment.close();
      throw e;
    }
  }

  private void start(Path tools) throws IOException {
    Files.createDirectories(folder);
    launch(
        "servers",
        home.resolve("scripts/temporal-postgres").toString(),
        folder.toString(),
        tools.toAbsolutePath().toString());
    try (var file = Files.newBufferedReader(folder.resolve("addresses"))) {
      addresses.load(file);
    }
    database = Database.open(jdbc());
    client = TemporalClients.client(temporal(), NAMESPACE);
    artifacts =
        ArtifactServer.start(
            folder.resolve("artifacts"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    upg("orchestrator", "--artifacts", artifacts.url());
    upg("recorder");
  }

  private void upg(String part, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(home.resolve("upg").toString(), "serve", part));
    command.addAll(List.of("--temporal", temporal(), "--jdbc", jdbc()));
    command.addAll(List.of(more));
    launch(part, command.toArray(String[]::new));
  }

  /** Returns when it has said its one line on stdout; its talk goes to a log. */
  private void launch(String name, String... command) throws IOException {
    Path log = folder.resolve(name + ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    processes.put(name, process);
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (output.readLine() == null) {
      throw new IOException(name + " did not start, see " + log);
    }
  }

  String temporal() {
    return addresses.getProperty("temporal");
  }

  String jdbc() {
    return addresses.getProperty("jdbc");
  }

  String artifacts() {
    return artifacts.url();
  }

  Database database() {
    return database;
  }

  WorkflowClient client() {
    return client;
  }

  /** Who uses the processor, by name: what {@link CpuTimes} looks at. */
  Map<String, Long> processes() {
    Map<String, Long> pids = new LinkedHashMap<>();
    pids.put("temporal", Long.parseLong(addresses.getProperty("temporal.pid")));
    pids.put("postgres", Long.parseLong(addresses.getProperty("postgres.pid")));
    pids.put("orchestrator", processes.get("orchestrator").pid());
    pids.put("recorder", processes.get("recorder").pid());
    pids.put("bench", ProcessHandle.current().pid());
    return pids;
  }

  /** Ends every process that was started here, the last one first. */
  @Override
  public synchronized void close() {
    if (client != null) {
      client.getWorkflowServiceStubs().shutdownNow();
    }
    if (database != null) {
      database.close();
    }
    List<Process> started = new ArrayList<>(processes.values());
    for (int i = started.size() - 1; i >= 0; i--) {
      stop(started.get(i));
    }
    processes.clear();
    if (artifacts != null) {
      artifacts.close();
    }
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
