package io.upg.server;

import io.temporal.client.WorkflowClient;
import io.upg.contract.TemporalClients;
import io.upg.orchestrator.Orchestrator;
import io.upg.recorder.Recorder;
import io.upg.store.Database;
import java.time.Duration;
import java.util.Optional;

/** Starts one process of a deployment, between a Temporal and a PostgreSQL that run already. */
final class Serving {
  private final Opened opened;
  private final Database database;
  private final WorkflowClient client;

  /**
   * @param opened gets whatever has to be closed
   */
  Serving(Opened opened, String jdbc, String temporal, String namespace) {
    this.opened = opened;
    this.database = opened.keep(Database.open(jdbc));
    this.client = TemporalClients.client(temporal, namespace);
    opened.keep(() -> client.getWorkflowServiceStubs().shutdownNow());
  }

  /**
   * @param artifacts address of the artifact server
   */
  void orchestrator(Optional<String> artifacts) {
    opened.keep(Orchestrator.start(client, database, artifacts));
  }

  /**
   * @param interval the longest a result waits for its commit
   */
  void recorder(Duration interval) {
    opened.keep(Recorder.start(client, database, interval));
  }
}
