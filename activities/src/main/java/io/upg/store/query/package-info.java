/**
 * What people and programs ask, answered from PostgreSQL alone: the documents of {@code upg
 * status}, {@code tasks}, {@code logs} and {@code project list}.
 *
 * <p>Read only. Nothing here decides anything or touches Temporal, so that it answers while both
 * Temporal and the orchestrator are down.
 */
package io.upg.store.query;
