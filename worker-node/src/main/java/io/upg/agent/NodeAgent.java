package io.upg.agent;

import io.temporal.client.WorkflowClient;
import java.util.List;

/** The agent of one host. */
public final class NodeAgent implements AutoCloseable {
  private final NodeAgents agents;

  private NodeAgent(NodeAgents agents) {
    this.agents = agents;
  }

  /**
   * Reads the journal, boots the host if it is a sandbox, and polls. The client stays the caller's.
   */
  public static NodeAgent start(WorkflowClient client, AgentConfig config) {
    return new NodeAgent(NodeAgents.start(client, List.of(config)));
  }

  /** As {@link NodeAgents#close}. */
  @Override
  public void close() {
    agents.close();
  }
}
