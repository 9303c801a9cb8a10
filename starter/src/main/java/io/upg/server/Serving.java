package io.upg.server;

import io.temporal.client.WorkflowClient;
import io.upg.artifact.ArtifactClient;
import io.upg.contract.TemporalTarget;
import io.upg.orchestrator.Orchestrator;
import io.upg.recorder.Recorder;
import io.upg.store.Database;
import java.time.Duration;
import java.util.Optional;

/** Starts one process of a deployment, between a Temporal and a PostgreSQL that run already. */
final class Serving {
  private final Opened opened;
  private final TemporalTarget temporal;
  private final Database database;
  private final WorkflowClient client;

  /**
   * @param opened gets whatever has to be closed
   */
  Serving(Opened opened, String jdbc, TemporalTarget temporal) {
    this.opened = opened;
    this.temporal = temporal;
    this.client = temporal.client();
    this.database = opened.keep(Database.open(jdbc));
    opened.keep(() -> client.getWorkflowServiceStubs().shutdownNow());
  }

  /**
   * @param artifacts the artifact server; without it patches are refused
   */
  void orchestrator(Optional<ArtifactClient> artifacts) {
    StartFailed.unlessAnswered(
        temporal, () -> opened.keep(Orchestrator.start(client, database, artifacts)));
  }

  /**
   * @param interval the longest a result waits for its commit
   */
  void recorder(Duration interval) {
    StartFailed.unlessAnswered(
        temporal, () -> opened.keep(Recorder.start(client, database, interval)));
  }
}
