package io.upg.agent.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Room for releases, output and the journal. */
public record DiskCheck(Path folder) implements Check {
  private static final String NAME = "disk";
  private static final long MIB = 1 << 20;

  /** The journal, and the output of a few scripts. */
  private static final long LEAST = 64 * MIB;

  /** A release with its packages. */
  private static final long USUAL = 1024 * MIB;

  @Override
  public List<Finding> look() {
    Path place = folder.toAbsolutePath();
    while (!Files.exists(place)) {
      place = place.getParent();
    }
    try {
      return List.of(judge(Files.getFileStore(place).getUsableSpace()));
    } catch (IOException e) {
      return List.of(
          Finding.failed(
              NAME, "free space of " + place + " is not known: " + e, "Look at the disk"));
    }
  }

  private Finding judge(long free) {
    String found = "%,d MiB free for %s".formatted(free / MIB, folder);
    if (free < LEAST) {
      return Finding.failed(NAME, found, "Make room: at least 64 MiB, for releases 1 GiB");
    }
    return free < USUAL
        ? Finding.warning(NAME, found, "Make room: releases and their packages lie there")
        : Finding.ok(NAME, found);
  }
}
