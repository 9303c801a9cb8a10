package io.upg.plan.draft;

import io.upg.plan.input.Project;
import io.upg.plan.model.Instance;

/**
 * An instance that is to change its version.
 *
 * @param rank the host's place in natural order
 * @param target what asked for it
 */
public record Move(Instance instance, int rank, Project.Target target) {

  /** {@code keystone on ctrl-1}, {@code nova-compute.cell1 on cn-1}. */
  public String title() {
    return FleetInstance.label(instance.component(), instance.name()) + " on " + instance.host();
  }

  public String component() {
    return instance.component();
  }
}
