/**
 * {@code upg task …} and {@code upg release …}: where the task bench finds a task, and what it
 * prints.
 *
 * <p>Not here: running and checking one ({@code io.upg.taskbench}).
 */
package io.upg.cli.bench;
