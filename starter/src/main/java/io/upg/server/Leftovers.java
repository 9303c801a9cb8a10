package io.upg.server;

import java.io.IOException;

/** Processes that a killed {@code up} or {@code quickstart} left behind in a folder. */
final class Leftovers {
  private Leftovers() {}

  /** Stops them, so that the folder can be emptied under nobody's feet. */
  static void stop(DataFolder folder) throws IOException {
    DevTemporal.stopLeft(folder);
    EmbeddedPostgres.stopLeft(folder.postgres());
  }
}
