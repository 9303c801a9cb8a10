/**
 * Real processes on Linux: started in a session of their own, identified beyond their pid, ended as
 * whole trees.
 *
 * <p>Not here: what a task or a service is.
 */
package io.upg.agent.process;
