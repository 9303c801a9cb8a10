package io.upg.agent.doctor;

import io.upg.access.Access;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One artifact server, or folder. */
public record ArtifactCheck(URI artifacts, Access access) implements Check {
  private static final String NAME = "artifacts";

  /** The digest of nothing that exists: "not found" is the good answer. */
  static final String PROBE = "/sha256/" + "0".repeat(64);

  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;

  @Override
  public List<Finding> look() {
    return List.of(Http.speaks(artifacts) ? server() : folder());
  }

  private Finding server() {
    try {
      int status = Http.head(artifacts, PROBE, access).statusCode();
      if (status == OK || status == NOT_FOUND) {
        return Finding.ok(NAME, artifacts + " answers");
      }
      if (status == UNAUTHORIZED) {
        return Finding.failed(
            NAME, artifacts + " wants another token", "Give --artifact-token-file FILE");
      }
      return Finding.failedElsewhere(
          NAME,
          "%s answered %d; expected 200 or 404".formatted(artifacts, status),
          "Look whether this is the artifact server, and at its log");
    } catch (IOException | IllegalArgumentException e) {
      return Finding.failedElsewhere(
          NAME,
          "%s does not answer (%s)".formatted(artifacts, e),
          "Start it (upg serve artifacts), or correct --artifacts");
    }
  }

  private Finding folder() {
    Path folder = Path.of(artifacts);
    return Files.isDirectory(folder) && Files.isReadable(folder)
        ? Finding.ok(NAME, folder + " can be read")
        : Finding.failed(
            NAME, folder + " is no folder that can be read", "Mount it, or correct --artifacts");
  }
}
