package io.upg.store;

import io.upg.plan.model.GlobalPlan;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The plans used last, by digest: a plan never changes, so none of them is ever out of date. */
final class PlanCache {
  private static final int PLANS = 4;

  private final Map<String, GlobalPlan> plans = new LinkedHashMap<>(16, 0.75f, true);

  /** Reads a plan. */
  @FunctionalInterface
  interface Read {
    GlobalPlan plan() throws SQLException;
  }

  /** Two that ask for the same plan at the same time may both read it; they get the same one. */
  GlobalPlan get(String digest, Read read) throws SQLException {
    GlobalPlan known = known(digest);
    return known != null ? known : keep(digest, read.plan());
  }

  private synchronized GlobalPlan known(String digest) {
    return plans.get(digest);
  }

  private synchronized GlobalPlan keep(String digest, GlobalPlan plan) {
    plans.putIfAbsent(digest, plan);
    if (plans.size() > PLANS) {
      plans.remove(plans.keySet().iterator().next());
    }
    return plans.getOrDefault(digest, plan);
  }
}
