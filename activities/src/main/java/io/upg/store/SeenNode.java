package io.upg.store;

import io.upg.contract.AgentBuild;
import java.time.Instant;

/** An agent was heard of. */
public record SeenNode(String host, AgentBuild agent, Instant at) {}
