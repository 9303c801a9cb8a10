package io.upg.server;

import io.upg.access.Tls;
import java.util.Optional;

/** A Temporal that somebody else runs. */
record RemoteTemporal(String target, Optional<Tls> tls) implements TemporalServer {
  @Override
  public Optional<String> ui() {
    return Optional.empty();
  }

  @Override
  public String description() {
    return "Temporal at " + target + (tls.isPresent() ? ", over TLS" : "");
  }

  @Override
  public void close() {}
}
