package io.upg.orchestrator;

import static io.upg.orchestrator.RunClosedFailure.translate;

import io.upg.contract.ShardActivities;
import io.upg.contract.ShardInput;
import io.upg.contract.ShardOrder;
import io.upg.metrics.Metric;
import io.upg.metrics.Metrics;
import io.upg.store.GrantStore;

final class ShardActivitiesImpl implements ShardActivities {
  private final GrantStore grants;

  ShardActivitiesImpl(GrantStore grants) {
    this.grants = grants;
  }

  @Override
  public ShardOrder grant(ShardInput shard) {
    ShardOrder order = translate(() -> grants.grant(shard));
    Metrics.add(Metric.GRANTS, order.dispatches().size());
    return order;
  }
}
