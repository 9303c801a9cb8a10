package io.upg.server;

import io.upg.access.Tls;
import java.util.Optional;

/**
 * A Temporal that a deployment uses; closing it stops what was started for it, and nothing else.
 */
interface TemporalServer extends AutoCloseable {
  String NAMESPACE = "default";

  /** {@code host:port} of its gRPC frontend. */
  String target();

  /** How TLS is spoken with it, where it is. */
  default Optional<Tls> tls() {
    return Optional.empty();
  }

  /** Address of its Web UI, where it has one. */
  Optional<String> ui();

  /** One line for the operator: what it is, and what it lacks. */
  String description();

  @Override
  void close();
}
