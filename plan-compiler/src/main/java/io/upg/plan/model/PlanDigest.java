package io.upg.plan.model;

import io.upg.plan.json.CanonicalJson;

/** The digest that names a global plan: SHA-256 over the canonical JSON of all the rest of it. */
public final class PlanDigest {
  private PlanDigest() {}

  public static String of(GlobalPlan plan) {
    return CanonicalJson.digest(with(plan, null));
  }

  /** The same plan, carrying its digest. */
  public static GlobalPlan seal(GlobalPlan plan) {
    return with(plan, of(plan));
  }

  private static GlobalPlan with(GlobalPlan plan, String digest) {
    return new GlobalPlan(
        plan.project(),
        digest,
        plan.inventory(),
        plan.phases(),
        plan.hosts(),
        plan.hostSheets(),
        plan.requires(),
        plan.instances(),
        plan.sheets(),
        plan.tasks(),
        plan.unreachableAfter());
  }
}
