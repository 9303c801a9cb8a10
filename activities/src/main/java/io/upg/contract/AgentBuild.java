package io.upg.contract;

/**
 * What an agent is.
 *
 * @param version of its package; null where it does not say it
 * @param protocol see {@link Protocol}
 */
public record AgentBuild(String version, int protocol) {
  /** From before versions were stated. */
  public static final AgentBuild UNSTATED = new AgentBuild(null, Protocol.UNSTATED);
}
