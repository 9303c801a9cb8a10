package io.upg.contract;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One task as an agent gets it; its content is fetched by the sheet's digest.
 *
 * @param number its number in the global plan
 * @param task its id
 * @param attempt from 1; a rollback carries the attempt that it takes back
 * @param revision 1 as compiled, +1 with each patch
 * @param sheet digest of the {@link io.upg.plan.model.TaskSheet}
 * @param earlier the oldest grant whose outcome is not known, null where all are: if the host's
 *     journal holds a success under it or a later one, in the order's direction, that is the answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskOrder(
    int number, String task, int attempt, int revision, String sheet, Long earlier) {

  /** Every earlier outcome is known. */
  public TaskOrder(int number, String task, int attempt, int revision, String sheet) {
    this(number, task, attempt, revision, sheet, null);
  }
}
