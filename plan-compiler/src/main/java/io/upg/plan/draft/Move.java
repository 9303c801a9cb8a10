package io.upg.plan.draft;

import io.upg.plan.input.Project;
import io.upg.plan.model.Instance;
import io.upg.plan.problem.Place;

/**
 * An instance that is to change its version.
 *
 * @param rank the host's place in natural order
 * @param target what asked for it
 * @param place where the inventory says that it is there
 */
public record Move(Instance instance, int rank, Project.Target target, Place place) {

  /** {@code keystone on ctrl-1}, {@code nova-compute.cell1 on cn-1}. */
  public String title() {
    return FleetInstance.label(instance.component(), instance.name()) + " on " + instance.host();
  }

  public String component() {
    return instance.component();
  }
}
