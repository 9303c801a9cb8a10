package io.upg.contract;

import io.temporal.client.WorkflowClient;
import io.upg.access.Tls;
import java.util.Optional;

/**
 * A Temporal, and how it is spoken with.
 *
 * @param address {@code host:port}
 */
public record TemporalTarget(String address, String namespace, Optional<Tls> tls) {

  /** A client that connects at its first call, as {@link TemporalClients} makes it. */
  public WorkflowClient client() {
    return TemporalClients.client(address, namespace, tls);
  }
}
