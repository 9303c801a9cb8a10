package io.upg.store;

import io.upg.plan.cut.Unfinished;
import io.upg.plan.model.GlobalPlan;
import java.sql.SQLException;
import java.util.stream.IntStream;

/** The end of a run, inside a transaction that holds the project. */
final class RunEnd {
  private static final String END =
      """
      update run set state = ?, waiting_for = ?, ended_at = now()
      where project_id = ? and run = ?
      """;

  /** A late result still counts: it carries the newest grant until the task is granted again. */
  private static final String LOSE_AWAITED =
      """
      update task_state set state = case direction when 'run' then 'unknown' else 'rollback_fail' end,
        error = 'its run ended before a result arrived',
        doubt_grant = coalesce(doubt_grant, grant_no)
      where project_id = ? and run = ? and granted
      """;

  /**
   * Where the run left the instances that it worked on. An instance moved when all its tasks of
   * reversible phases are settled, and it is back when none of them stands; of several hops the
   * last one that did counts.
   */
  private static final String FLEET =
      """
      with moved as (
        select t.instance, min(t.number) as place,
          bool_and(s.state in ('done', 'skipped')) as forwards,
          bool_and(s.state in ('undo', 'rolled_back')
              or s.state in ('unreachable', 'skipped') and not s.ran)
            and bool_or(s.state = 'rolled_back') as back
        from plan_task t join task_state s using (project_id, number)
        where t.project_id = ? and t.phase = any(?::int[])
          and t.instance in (
            select w.instance from unnest(?::int4multirange) as range
            join plan_task w on w.number >= lower(range) and w.number < upper(range)
            where w.project_id = ?)
        group by t.instance
      )
      insert into fleet_version (host, component, instance, version, project)
      select distinct on (i.host, i.component, i.name) i.host, i.component, i.name,
        case when m.forwards then i.to_version else i.from_version end, ?
      from moved m join plan_instance i on i.project_id = ? and i.number = m.instance
      where m.forwards or m.back
      order by i.host, i.component, i.name, m.forwards desc,
        case when m.forwards then -m.place else m.place end
      on conflict (host, component, instance) do update
        set version = excluded.version, project = excluded.project, at = excluded.at
        where fleet_version.version <> excluded.version
          or fleet_version.project <> excluded.project
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
    tx.update(LOSE_AWAITED, run.project().id(), run.run());
    recordVersions();
  }

  /** What a run that went through its batches waits for all the same, or null. */
  private String unsettled() throws SQLException {
    String project = run.project().name();
    String goOn = (run.forward() ? "upg run %s" : "upg retry %s --failed").formatted(project);
    RecordedFacts facts = RecordedFacts.read(tx, run.project().id());
    return Unfinished.waitingFor(plan, facts, run.scope(), goOn);
  }

  private void recordVersions() throws SQLException {
    Integer[] reversible =
        IntStream.range(0, plan.phases().size())
            .filter(phase -> plan.phases().get(phase).reversible())
            .boxed()
            .toArray(Integer[]::new);
    int project = run.project().id();
    tx.update(
        FLEET,
        project,
        reversible,
        TaskRanges.text(run.tasks()),
        project,
        run.project().name(),
        project);
  }
}
