package io.upg.contract;

import java.util.Optional;

/** Who polls, as agents tell Temporal: {@code upg-node cn-0001 0.2.0 2}. */
public record AgentIdentity(String host, AgentBuild build) {
  private static final String NAME = "upg-node";

  /** Name, host, version, protocol. */
  private static final int WORDS = 4;

  public String text() {
    return "%s %s %s %d".formatted(NAME, host, build.version(), build.protocol());
  }

  /** Empty where it is no agent's. */
  public static Optional<AgentIdentity> parse(String identity) {
    String[] words = identity.split(" ");
    if (words.length < 2 || !words[0].equals(NAME)) {
      return Optional.empty();
    }
    return Optional.of(new AgentIdentity(words[1], build(words)));
  }

  private static AgentBuild build(String... words) {
    if (words.length < WORDS || !words[WORDS - 1].matches("[0-9]{1,9}")) {
      return AgentBuild.UNSTATED;
    }
    return new AgentBuild(words[2], Integer.parseInt(words[WORDS - 1]));
  }
}
