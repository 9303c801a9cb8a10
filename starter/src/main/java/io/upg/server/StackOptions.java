package io.upg.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@link Stack} is to start.
 *
 * @param sandbox hosts to run an agent for, in this process
 * @param provision script that makes the root of a host that has none
 * @param jdbc a PostgreSQL that runs; empty: one of our own in the folder
 */
record StackOptions(
    DataFolder folder,
    TemporalChoice temporal,
    Optional<String> jdbc,
    List<HostFile> sandbox,
    Optional<Path> provision) {
  StackOptions {
    sandbox = List.copyOf(sandbox);
  }
}
