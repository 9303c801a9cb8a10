package io.upg.store;

import io.upg.contract.NodeProgress;
import java.time.Instant;

/**
 * A node task under way, as Temporal knows it.
 *
 * @param taken whether its host has taken it
 * @param since when it was sent, or taken, by Temporal's clock
 * @param heardAt when its agent was last heard of; null where it was not
 * @param progress what the agent said then; null where it was not heard of
 */
public record LiveNode(
    String host, boolean taken, Instant since, Instant heardAt, NodeProgress progress) {}
