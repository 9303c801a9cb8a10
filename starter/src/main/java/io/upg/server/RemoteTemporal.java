package io.upg.server;

import java.util.Optional;

/** A Temporal that somebody else runs. */
record RemoteTemporal(String target) implements TemporalServer {
  @Override
  public Optional<String> ui() {
    return Optional.empty();
  }

  @Override
  public String description() {
    return "Temporal at " + target;
  }

  @Override
  public void close() {}
}
