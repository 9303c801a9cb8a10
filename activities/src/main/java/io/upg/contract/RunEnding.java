package io.upg.contract;

/**
 * How a run was closed.
 *
 * @param state done, stopped, paused or aborted
 * @param waitingFor what the operator has to do, or null
 */
public record RunEnding(String state, String waitingFor) {}
