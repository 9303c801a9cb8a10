package io.upg.contract;

/**
 * One task as an agent gets it; its content is fetched by the sheet's digest.
 *
 * @param number its number in the global plan
 * @param task its id
 * @param attempt from 1; a rollback carries the attempt that it takes back
 * @param revision 1 as compiled, +1 with each patch
 * @param sheet digest of the {@link io.upg.plan.model.TaskSheet}
 */
public record TaskOrder(int number, String task, int attempt, int revision, String sheet) {}
