package io.upg.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** {@code --who}: whose name the audit keeps. */
public final class WhoOption {
  @Option(
      names = "--who",
      paramLabel = "NAME",
      description = "Who gives the command, for the audit; else UPG_WHO, else the login name.")
  private String who;

  public String name(Map<String, String> env) {
    if (who != null) {
      return who;
    }
    return env.getOrDefault("UPG_WHO", System.getProperty("user.name"));
  }
}
