package io.upg.store;

import io.upg.contract.ShardInput;
import io.upg.contract.ShardOrder;
import io.upg.plan.model.GlobalPlan;
import java.sql.SQLException;

/**
 * Grants: how a run takes tasks. A grant is the fence (its number rises, and only the newest one's
 * result counts) and the registered compensation. Thread-safe, across processes too.
 */
public final class GrantStore {
  private final Database database;
  private final PlanStore plans;

  public GrantStore(Database database, PlanStore plans) {
    this.database = database;
    this.plans = plans;
  }

  /**
   * Grants the shard's tasks to its run, and says what to send. What was granted to this shard
   * before keeps its grant; node tasks whose results are all recorded are left out.
   *
   * @throws RunClosed if the run is no longer open
   */
  public ShardOrder grant(ShardInput shard) {
    return database.tx(
        tx -> {
          RunRow run = openRun(tx, shard);
          GlobalPlan plan = plans.load(tx, run.project());
          ShardGrant grant = new ShardGrant(tx, run, plan, shard);
          boolean repeated = grant.granted();
          return new ShardOrder(plan.unreachableAfter(), grant.dispatches(), repeated);
        });
  }

  /** A run that is being closed waits for the grants under way; none comes after it. */
  private static RunRow openRun(Tx tx, ShardInput shard) throws SQLException {
    ProjectRow project = RunRow.projectOf(ProjectRow.find(tx, shard.project()), shard.project());
    tx.first(
        "select run from run where project_id = ? and run = ? for share",
        row -> row.getInt(1),
        project.id(),
        shard.run());
    return RunRow.require(tx, project, shard.run()).requireOpen();
  }
}
