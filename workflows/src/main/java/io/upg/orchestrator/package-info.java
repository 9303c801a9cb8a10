/**
 * The orchestrator: the worker that runs the workflows, the activities by which they reach the
 * store, and the loop that gives every open project its workflow. Several may run.
 *
 * <p>Not here: what happens when ({@code io.upg.workflow}) and what is allowed ({@code
 * io.upg.plan.cut}).
 */
package io.upg.orchestrator;
