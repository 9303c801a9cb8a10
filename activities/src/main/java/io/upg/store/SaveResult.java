package io.upg.store;

import io.upg.plan.cut.Refusal;

/**
 * What became of a plan that was to be stored.
 *
 * @param digest of the plan that was handed in
 * @param revision of the project's plan now, from 1
 * @param refusal only where refused
 */
public record SaveResult(Outcome outcome, String digest, int revision, Refusal refusal) {

  public enum Outcome {
    CREATED,
    /** The very same plan was there: nothing was written. */
    UNCHANGED,
    /** It replaced a plan of which nothing had run. */
    REVISED,
    REFUSED
  }
}
