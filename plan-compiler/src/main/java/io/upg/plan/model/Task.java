package io.upg.plan.model;

/**
 * The smallest unit: one action of one instance.
 *
 * @param number its place in the global plan, from 1; the plan's order is the order of numbers:
 *     phase, batch, host, group
 * @param id unique in the project, opaque to programs
 * @param sheet digest of its {@link TaskSheet}
 * @param phase index into {@link GlobalPlan#phases()}
 * @param batch the batch's number inside its phase, from 1
 * @param group the serial group inside its node task, from 1
 * @param once whether it stands for the whole component ({@code scope: once})
 * @param reversible false where this task, or its phase, is a point of no return
 */
public record Task(
    int number,
    String id,
    Instance instance,
    String action,
    String sheet,
    int phase,
    int batch,
    int group,
    boolean once,
    boolean reversible) {

  public String host() {
    return instance.host();
  }

  public String component() {
    return instance.component();
  }
}
