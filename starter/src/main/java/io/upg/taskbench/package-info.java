/**
 * The task bench: one task here and now, with the agent's own code, and the contract that every
 * task keeps. It knows neither Temporal nor PostgreSQL.
 *
 * <p>Not here: how a task is run ({@code io.upg.agent}), where commands find it and how they print
 * it ({@code io.upg.cli.bench}).
 */
package io.upg.taskbench;
