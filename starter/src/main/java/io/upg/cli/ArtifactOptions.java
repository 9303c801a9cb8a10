package io.upg.cli;

import io.upg.access.Access;
import io.upg.access.AccessProblem;
import io.upg.access.TemporalTlsOptions;
import io.upg.access.Tls;
import io.upg.access.Token;
import io.upg.artifact.ArtifactClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command finds PostgreSQL and the artifact server. */
public class ArtifactOptions extends StoreOptions {
  @Option(
      names = "--artifacts",
      paramLabel = "URL[,URL]",
      description =
          "The artifact server, instead of the one in UPG_HOME. Of several the next is asked where one does not answer.")
  private String artifacts;

  @Option(
      names = "--artifact-token-file",
      paramLabel = "FILE",
      description = "The token that the artifact server asks for, instead of UPG_HOME's.")
  private String artifactToken;

  @Mixin private TemporalTlsOptions tls;

  /** The artifact server's address; of several, with commas between. */
  public final String artifacts(Map<String, String> env) {
    return part(env, artifacts, Connection::artifacts, "the artifact server", "--artifacts URL");
  }

  /**
   * The artifact server, with time for packages of any size.
   *
   * @throws AccessProblem if token or certificates cannot be used
   */
  public final ArtifactClient artifactClient(Map<String, String> env) {
    return new ArtifactClient(artifacts(env), ArtifactClient.Limits.USUAL, access(env));
  }

  /** The artifact server, where it is said; for those that can do without. */
  public final Optional<ArtifactClient> knownArtifacts(
      Map<String, String> env, ArtifactClient.Limits limits) {
    return Optional.ofNullable(artifacts)
        .or(() -> Optional.ofNullable(home(env).artifacts()))
        .map(known -> new ArtifactClient(known, limits, access(env)));
  }

  private Access access(Map<String, String> env) {
    String file = artifactToken == null ? home(env).artifactTokenFile() : artifactToken;
    return new Access(
        Optional.ofNullable(file).map(f -> Token.read("--artifact-token-file", Path.of(f))),
        tls(env));
  }

  /**
   * How TLS is spoken, where options or UPG_HOME say so.
   *
   * @throws AccessProblem if certificates cannot be used
   */
  final Optional<Tls> tls(Map<String, String> env) {
    return tls.files().or(() -> Optional.ofNullable(home(env).temporalTls())).map(Tls::client);
  }
}
