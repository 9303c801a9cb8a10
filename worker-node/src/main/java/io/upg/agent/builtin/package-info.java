/**
 * The actions that the agent brings itself. Each keeps in the task's state folder what it found
 * before it changed anything, and takes back exactly what it did.
 *
 * <p>Not here: scripts, the journal, when something runs.
 */
package io.upg.agent.builtin;
