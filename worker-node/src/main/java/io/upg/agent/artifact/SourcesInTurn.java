package io.upg.agent.artifact;

import java.io.IOException;
import java.util.List;

/**
 * Sources that share their content: each is asked until one gives it, first the one that gave the
 * last. Thread-safe.
 */
final class SourcesInTurn implements ArtifactSource {
  private final List<ArtifactSource> sources;
  private volatile int giving;

  SourcesInTurn(List<ArtifactSource> sources) {
    this.sources = List.copyOf(sources);
  }

  @Override
  public Download open(String sha256, long from) throws IOException {
    IOException failure = null;
    int first = giving;
    for (int i = 0; i < sources.size(); i++) {
      int source = (first + i) % sources.size();
      try {
        Download download = sources.get(source).open(sha256, from);
        giving = source;
        return download;
      } catch (IOException e) {
        failure = worse(failure, e);
      }
    }
    throw failure;
  }

  /** One that was away may have it later: then trying again can help. */
  private static IOException worse(IOException first, IOException second) {
    if (first == null) {
      return second;
    }
    boolean keep = second instanceof ArtifactException || !(first instanceof ArtifactException);
    (keep ? first : second).addSuppressed(keep ? second : first);
    return keep ? first : second;
  }
}
