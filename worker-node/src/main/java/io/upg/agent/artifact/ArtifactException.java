package io.upg.agent.artifact;

import java.io.IOException;

/** Content that this host cannot get; the message says why and what to do. */
public final class ArtifactException extends IOException {
  private static final long serialVersionUID = 1;

  public ArtifactException(String message) {
    super(message);
  }

  public ArtifactException(String message, Throwable cause) {
    super(message, cause);
  }
}
