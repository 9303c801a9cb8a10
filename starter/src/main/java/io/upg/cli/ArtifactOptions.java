package io.upg.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command finds PostgreSQL and the artifact server. */
public class ArtifactOptions extends StoreOptions {
  @Option(
      names = "--artifacts",
      paramLabel = "URL[,URL]",
      description =
          "The artifact server, instead of the one in UPG_HOME. Of several the next is asked where one does not answer.")
  private String artifacts;

  public final String artifacts(Map<String, String> env) {
    return part(env, artifacts, Connection::artifacts, "the artifact server", "--artifacts URL");
  }

  /** The artifact server, where it is said; for those that can do without. */
  public final Optional<String> knownArtifacts(Map<String, String> env) {
    return Optional.ofNullable(artifacts).or(() -> Optional.ofNullable(home(env).artifacts()));
  }
}
