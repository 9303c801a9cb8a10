package io.upg.store;

/**
 * What became of the results of one commit.
 *
 * @param counted those that moved their task's state
 * @param stale those that are history only: of an older grant, repeated, or of no known task
 */
public record Recorded(int counted, int stale) {}
