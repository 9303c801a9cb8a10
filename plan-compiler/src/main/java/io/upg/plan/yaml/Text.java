package io.upg.plan.yaml;

import io.upg.plan.problem.Place;

/** A string, and where it was written. */
public record Text(String value, Place place) {
  @Override
  public String toString() {
    return value;
  }
}
