package io.upg.agent.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** An artifact server's folder, or a copy of it: {@code <hex[0:2]>/<hex>}. */
record FolderSource(Path folder) implements ArtifactSource {
  @Override
  public Download open(String sha256, long from) throws IOException {
    Path file = folder.resolve(sha256.substring(0, 2)).resolve(sha256);
    if (!Files.isRegularFile(file)) {
      throw new ArtifactException(
          "Artifact " + sha256 + " is not in " + folder + "; put it again: upg compile");
    }
    InputStream content = Files.newInputStream(file);
    content.skipNBytes(Math.min(from, Files.size(file)));
    return new Download(content, from, Math.max(0, Files.size(file) - from));
  }
}
