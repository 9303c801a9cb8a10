package io.upg.plan.draft;

import io.upg.plan.problem.Place;

/**
 * One component on one host as the inventory has it.
 *
 * @param rank the host's place in natural order
 * @param name empty where the host runs the component once
 * @param version empty where it could not be read
 */
public record FleetInstance(
    int rank, String host, String component, String name, String version, Place place) {

  /** {@code nova-compute}, {@code nova-compute.cell1}: unique on its host. */
  public String label() {
    return label(component, name);
  }

  static String label(String component, String name) {
    return name.isEmpty() ? component : component + "." + name;
  }
}
