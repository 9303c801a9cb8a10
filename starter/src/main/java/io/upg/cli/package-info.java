/**
 * The command line {@code upg}: one class a command, the options that commands share, and the
 * mapping from exceptions to message and exit code.
 *
 * <p>Not here: what a command decides (plan-compiler), what is stored (activities), the processes
 * that {@code upg up} and {@code upg serve} start ({@code io.upg.server}).
 */
package io.upg.cli;
