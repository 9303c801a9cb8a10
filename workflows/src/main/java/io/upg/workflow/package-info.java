/**
 * The workflows: they decide what runs next, and hold what is in flight. No I/O, no clock, no
 * randomness: all of that is done by activities. What must outlive a workflow is in PostgreSQL.
 *
 * <p>Not here: the rules ({@code io.upg.plan.cut}) and the activities ({@code
 * io.upg.orchestrator}).
 */
package io.upg.workflow;
