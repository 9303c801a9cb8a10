package io.upg.agent;

import io.temporal.failure.ApplicationFailure;
import io.upg.contract.FailureTypes;
import io.upg.contract.NodeActivities;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;

/** The agent's side of the contract. */
final class NodeActivitiesImpl implements NodeActivities {
  private final AgentConfig config;

  NodeActivitiesImpl(AgentConfig config) {
    this.config = config;
  }

  @Override
  public NodeTaskReport runNodeTask(NodeTaskOrder order) {
    if (!order.host().equals(config.host())) {
      throw ApplicationFailure.newNonRetryableFailure(
          "Agent of '%s' got an order for '%s'".formatted(config.host(), order.host()),
          FailureTypes.WRONG_HOST);
    }
    throw new UnsupportedOperationException("Order " + order.grant() + " cannot be run yet");
  }
}
