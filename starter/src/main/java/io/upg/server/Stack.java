package io.upg.server;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.upg.access.Tls;
import io.upg.access.TlsFiles;
import io.upg.agent.AgentConfig;
import io.upg.agent.NodeAgents;
import io.upg.artifact.ArtifactClient;
import io.upg.cli.Connection;
import io.upg.contract.TemporalTarget;
import io.upg.http.Addresses;
import io.upg.orchestrator.Orchestrator;
import io.upg.recorder.Recorder;
import io.upg.store.Database;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All processes of a deployment, in one folder and, but for PostgreSQL and a development Temporal,
 * in this JVM. A folder that was used before is taken as it is, and goes on where it was.
 */
final class Stack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Stack.class);

  /** Sandboxes answer faster than a deployment needs to. */
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(200);

  private final StackOptions options;
  private final DataFolder folder;
  private final Consumer<String> say;
  private final Opened opened = new Opened();
  private volatile Connection connection;
  private volatile Database database;

  /**
   * @param say gets a line for each thing that starts
   */
  Stack(StackOptions options, Consumer<String> say) {
    this.options = options;
    this.folder = options.folder();
    this.say = say;
  }

  /**
   * Starts everything; when this returns all of it polls, and {@code connection.json} is written.
   * Whatever goes wrong, {@link #close} still has to be called.
   *
   * @throws StartFailed if a part does not start
   * @throws FolderLock.FolderInUse if another process runs the folder
   */
  void start() throws IOException {
    opened.start(this::startAll);
  }

  private void startAll() throws IOException {
    folder.make();
    opened.keep(FolderLock.take(folder.lock()));
    Ports ports = Ports.in(folder.ports());
    new Provisioning(folder, options.provision()).provision(options.sandbox());
    String jdbc = options.jdbc().isPresent() ? options.jdbc().get() : postgres(ports);
    database = opened.keep(Database.open(jdbc));
    TemporalServer temporal = opened.keep(options.temporal().start(folder, ports));
    say.accept(temporal.description());
    ArtifactServer artifacts = artifacts(ports);
    TemporalTarget target =
        new TemporalTarget(temporal.target(), TemporalServer.NAMESPACE, temporal.tls());
    WorkflowClient client = client(target);
    ArtifactClient patches = new ArtifactClient(artifacts.url(), ArtifactClient.Limits.SHORT);
    StartFailed.unlessAnswered(
        target,
        () -> {
          opened.keep(Orchestrator.start(client, database, Optional.of(patches)));
          opened.keep(Recorder.start(client, database, COMMIT_INTERVAL));
        });
    agents(client, artifacts);
    connection =
        new Connection(
            temporal.target(),
            TemporalServer.NAMESPACE,
            jdbc,
            temporal.ui().orElse(null),
            artifacts.url(),
            null,
            temporal.tls().map(Tls::files).map(TlsFiles::absolute).orElse(null));
    connection.write(folder.root());
  }

  /** Where it all is; null before {@link #start} has returned. */
  Connection connection() {
    return connection;
  }

  /** The store; null before {@link #start} has returned. */
  Database database() {
    return database;
  }

  private String postgres(Ports ports) throws IOException {
    EmbeddedPostgres postgres =
        opened.keep(
            EmbeddedPostgres.start(
                folder.postgres(), ports, folder.logs().resolve("postgres.log")));
    return postgres.jdbcUrl();
  }

  private ArtifactServer artifacts(Ports ports) throws IOException {
    int port = ports.free("artifacts");
    return opened.keep(ArtifactServer.start(folder.artifacts(), Addresses.loopback(port)));
  }

  private WorkflowClient client(TemporalTarget temporal) {
    WorkflowClient client = temporal.client();
    WorkflowServiceStubs stubs = client.getWorkflowServiceStubs();
    opened.keep(stubs::shutdownNow);
    return client;
  }

  private void agents(WorkflowClient client, ArtifactServer artifacts) {
    List<AgentConfig> agents =
        options.sandbox().stream()
            .map(
                host ->
                    AgentConfig.sandbox(host.host(), folder.root(), URI.create(artifacts.url())))
            .toList();
    if (agents.isEmpty()) {
      return;
    }
    try {
      opened.keep(NodeAgents.start(client, agents));
    } catch (IllegalStateException e) {
      throw new StartFailed(e.getMessage(), e);
    }
    LOG.info("agents: {} hosts poll", agents.size());
  }

  /** Stops everything in reverse order. Called while another thread starts it, ends that first. */
  @Override
  public void close() {
    opened.close();
  }
}
