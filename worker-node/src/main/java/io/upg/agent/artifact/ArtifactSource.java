package io.upg.agent.artifact;

import io.upg.access.Access;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Where artifacts come from. */
sealed interface ArtifactSource permits HttpSource, FolderSource, SourcesInTurn {

  /**
   * An open download.
   *
   * @param from the first byte that {@code content} gives: what was asked for, or 0
   * @param size bytes that follow, or -1 where unknown
   */
  record Download(InputStream content, long from, long size) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      content.close();
    }
  }

  /**
   * Opens an artifact, if it can from byte {@code from} on.
   *
   * @throws ArtifactException if trying again cannot help
   * @throws IOException if it may
   */
  Download open(String sha256, long from) throws IOException;

  /** Several share their content: where one fails, the next is asked. */
  static ArtifactSource of(List<URI> uris, Access access) {
    return new SourcesInTurn(uris.stream().map(uri -> of(uri, access)).toList());
  }

  private static ArtifactSource of(URI uri, Access access) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    return switch (scheme) {
      case "http", "https" -> new HttpSource(uri, access);
      case "file" -> new FolderSource(Path.of(uri));
      default ->
          throw new IllegalArgumentException(
              "Artifacts '" + uri + "': expected http://…, https://… or file:///…");
    };
  }
}
