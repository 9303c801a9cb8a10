package io.upg.contract;

/**
 * An open run whose running tasks are to be stopped.
 *
 * @param by who demanded it
 */
public record RunStop(int run, String by) {}
