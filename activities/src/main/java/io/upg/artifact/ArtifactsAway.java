package io.upg.artifact;

/** The artifact server does not answer, or does not take what it is sent. */
public final class ArtifactsAway extends RuntimeException {
  /**
   * @param message what was tried, what was observed, what to do next
   */
  public ArtifactsAway(String message, Throwable cause) {
    super(message, cause);
  }
}
