/**
 * The processes of a deployment, and a whole one in a folder: artifact server, embedded PostgreSQL,
 * Temporal, {@code upg up}, {@code upg quickstart}, {@code upg serve}.
 *
 * <p>What the processes do lives elsewhere: the orchestrator and the recorder in {@code workflows},
 * the agents in {@code worker-node}. The other commands, which only talk to a deployment, are
 * {@code io.upg.cli}.
 */
package io.upg.server;
