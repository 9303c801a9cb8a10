package io.upg.store;

import io.upg.plan.cut.Arrivals;
import io.upg.plan.cut.Unfinished;
import io.upg.plan.model.GlobalPlan;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** The end of a run, inside a transaction that holds the project. */
final class RunEnd {
  private static final String END =
      """
      update run set state = ?, waiting_for = ?, ended_at = now()
      where project_id = ? and run = ?
      """;

  /** In the order in which results lock them. */
  private static final String LOCK_AWAITED =
      """
      select s.number
      from (
        select distinct block from task_count
        where project_id = ? and run = ? and granted and tasks > 0) as b
      join task_state s on s.number between b.block << 10 and (b.block << 10) + 1023
      where s.project_id = ? and s.run = ? and s.granted
      order by s.number
      for no key update of s
      """;

  /** A late result still counts: it carries the newest grant until the task is granted again. */
  private static final String LOSE_AWAITED =
      """
      update task_state set state = case direction when 'run' then 'unknown' else 'rollback_fail' end,
        error = 'its run ended before a result arrived',
        doubt_grant = coalesce(doubt_grant, grant_no)
      where project_id = ? and number = any (?)
      """;

  private static final String FLEET =
      """
      insert into fleet_version (host, component, instance, version, project)
      select host, component, instance, version, ?
      from unnest(?, ?, ?, ?) as left_at(host, component, instance, version)
      order by host, component, instance
      on conflict (host, component, instance) do update
        set version = excluded.version, project = excluded.project, at = excluded.at
        where fleet_version.version <> excluded.version
          or fleet_version.project <> excluded.project
      """;

  /** Nobody waits for what somebody else is just counting. */
  private static final String CLEAR_COUNTS =
      """
      delete from task_count where ctid = any (array (
        select ctid from task_count where project_id = ? and tasks = 0 for update skip locked))
      """;

  private final Tx tx;
  private final RunRow run;
  private final GlobalPlan plan;

  RunEnd(Tx tx, RunRow run, GlobalPlan plan) {
    this.tx = tx;
    this.run = run;
    this.plan = plan;
  }

  /**
   * @param waitingFor null where the run went through all its batches
   */
  void stopOrDone(String waitingFor) throws SQLException {
    String waits = waitingFor != null ? waitingFor : unsettled();
    if (waits == null) {
      as("done", null);
    } else {
      as(run.aborted() ? "aborted" : "stopped", run.aborted() ? aborted() : waits);
    }
  }

  private String aborted() {
    return "Run %d of project '%s' was aborted by %s. %s"
        .formatted(
            run.run(),
            run.project().name(),
            run.abortedBy(),
            AbortRules.ways(run.project().name()));
  }

  void as(String state, String waitingFor) throws SQLException {
    tx.update(END, state, waitingFor, run.project().id(), run.run());
    loseAwaited();
    recordVersions();
    tx.update(CLEAR_COUNTS, run.project().id());
  }

  private void loseAwaited() throws SQLException {
    int project = run.project().id();
    List<Integer> awaited =
        tx.list(LOCK_AWAITED, row -> row.getInt(1), project, run.run(), project, run.run());
    if (!awaited.isEmpty()) {
      tx.update(LOSE_AWAITED, project, awaited.toArray(Integer[]::new));
    }
  }

  /** What a run that went through its batches waits for all the same, or null. */
  private String unsettled() throws SQLException {
    String project = run.project().name();
    String goOn = (run.forward() ? "upg run %s" : "upg retry %s --failed").formatted(project);
    RecordedFacts facts = RecordedFacts.onDemand(tx, run.project().id());
    return Unfinished.waitingFor(plan, facts, run.scope(), goOn);
  }

  private void recordVersions() throws SQLException {
    List<Arrivals.Arrival> arrivals =
        Arrivals.of(plan, RecordedFacts.onDemand(tx, run.project().id()), run.tasks());
    if (!arrivals.isEmpty()) {
      tx.update(
          FLEET,
          run.project().name(),
          texts(arrivals, arrival -> arrival.instance().host()),
          texts(arrivals, arrival -> arrival.instance().component()),
          texts(arrivals, arrival -> arrival.instance().name()),
          texts(arrivals, Arrivals.Arrival::version));
    }
  }

  private static String[] texts(
      List<Arrivals.Arrival> arrivals, Function<Arrivals.Arrival, String> column) {
    return arrivals.stream().map(column).toArray(String[]::new);
  }
}
