package io.upg.agent;

/**
 * How a task is tried on the bench; an agent that takes orders asks for neither.
 *
 * @param dryRun scripts are told so in {@code UPG_TASK}; of the built-ins only checks are performed
 * @param step scripts get {@code UPG_STEP=1}, and read this process's stdin
 */
public record BenchMode(boolean dryRun, boolean step) {
  public static final BenchMode NONE = new BenchMode(false, false);
}
