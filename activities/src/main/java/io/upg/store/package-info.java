/**
 * The PostgreSQL store: plans, task states, grants, results, and the rules of commands that need
 * them. All SQL that writes lives here.
 *
 * <p>Not here: decisions over plans (plan-compiler's pure functions make them), Temporal (the
 * orchestrator's and the recorder's activities only delegate to this package), and what people ask
 * ({@code io.upg.store.query}).
 */
package io.upg.store;
