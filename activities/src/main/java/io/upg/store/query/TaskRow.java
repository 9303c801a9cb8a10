package io.upg.store.query;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.upg.plan.model.TaskState;
import io.upg.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A task with what is recorded of it: an entry of {@code upg tasks}. Its names are read by other
 * programs: add, never rename.
 *
 * @param attempt 0 before the first
 * @param startedAt of the newest attempt, or null
 * @param exit of the script, or null
 * @param error one sentence, or null
 * @param standsOn where it stands though an earlier task, on which it builds, was taken back: that
 *     one's id; else null
 * @param live what is known of it while it is at work; else null
 */
@JsonPropertyOrder({
  "id",
  "host",
  "component",
  "action",
  "phase",
  "state",
  "attempt",
  "revision",
  "startedAt",
  "finishedAt",
  "exit",
  "error",
  "standsOn",
  "live"
})
public record TaskRow(
    @JsonIgnore int number,
    String id,
    String host,
    String component,
    String action,
    String phase,
    TaskState state,
    int attempt,
    int revision,
    Instant startedAt,
    Instant finishedAt,
    Integer exit,
    String error,
    String standsOn,
    Live live) {

  /** Whether a task may have had an effect that was not taken back. */
  static final String STANDS =
      """
      (s.state in ('running', 'done', 'fail', 'unknown', 'rolling_back', 'rollback_fail')
        or s.state in ('skipped', 'unreachable') and s.ran)
      """;

  /**
   * {@code standsOn}: of its instance the earliest task that was taken back, or the earliest that
   * did something for its whole component. Looked up for the rows that are given only.
   */
  private static final String STANDS_ON =
      """
      case when %s then coalesce(
        (select b.id from plan_task b join task_state bs using (project_id, number)
          where b.project_id = t.project_id and b.instance = t.instance
            and (b.phase, b.batch, b.grp) < (t.phase, t.batch, t.grp)
            and bs.state = 'rolled_back'
          order by b.number limit 1),
        (select b.id from plan_task b join task_state bs using (project_id, number)
           left join sheet on sheet.digest = coalesce(bs.sheet, b.sheet)
          where b.project_id = t.project_id and b.component = t.component and b.once
            and (b.phase, b.batch) < (t.phase, t.batch)
            and bs.state = 'rolled_back'
            and sheet.body -> 'backward' ->> 'kind' is distinct from 'nothing'
          order by b.number limit 1)) end
      """
          .formatted(STANDS);

  static final String SELECT =
      """
      select t.number, t.id, t.host, t.component, t.action, p.name as phase, s.state, s.attempt,
             s.revision, s.started_at, s.finished_at, s.exit, s.error, %s as stands_on,
             %s
        from plan_task t
        join plan_phase p on p.project_id = t.project_id and p.phase = t.phase
        join task_state s on s.project_id = t.project_id and s.number = t.number
        left join (%s) live
          on s.granted and live.project_id = t.project_id and live.grant_no = s.grant_no
         and live.host = t.host
       where t.project_id = ?
      """
          .formatted(STANDS_ON, Live.COLUMNS, Live.SOURCE);

  static TaskRow read(ResultSet row) throws SQLException {
    return new TaskRow(
        row.getInt("number"),
        row.getString("id"),
        row.getString("host"),
        row.getString("component"),
        row.getString("action"),
        row.getString("phase"),
        TaskState.of(row.getString("state")),
        row.getInt("attempt"),
        row.getInt("revision"),
        Tx.instant(row, "started_at"),
        Tx.instant(row, "finished_at"),
        Tx.integer(row, "exit"),
        row.getString("error"),
        row.getString("stands_on"),
        Live.read(row));
  }
}
