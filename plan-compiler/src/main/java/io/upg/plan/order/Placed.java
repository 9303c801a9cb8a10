package io.upg.plan.order;

/**
 * A task and its place in a phase.
 *
 * @param batch from 1
 * @param group the serial group inside its node task, from 1
 */
public record Placed(Work work, int batch, int group) {}
