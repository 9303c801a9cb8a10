package io.upg.agent;

import io.upg.contract.AgentBuild;
import io.upg.contract.Protocol;
import java.util.Optional;

/** What this agent is. */
final class OwnBuild {
  /** Said by the launcher of a package; else the jar's own. */
  private static final String VERSION = "upg.version";

  static final AgentBuild BUILD = new AgentBuild(version(), Protocol.CURRENT);

  private OwnBuild() {}

  /** One word. */
  private static String version() {
    return Optional.ofNullable(System.getProperty(VERSION))
        .or(() -> Optional.ofNullable(OwnBuild.class.getPackage().getImplementationVersion()))
        .orElse("unpackaged");
  }
}
