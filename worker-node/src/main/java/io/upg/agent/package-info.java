/**
 * The node agent: takes the node tasks of one host from its own queue, lets the journal decide
 * whether a task is run, joined or answered, and runs scripts and built-ins as real work on that
 * host.
 *
 * <p>Not here: which task comes when (plan-compiler), what becomes of a result (recorder).
 */
package io.upg.agent;
