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
  "error"
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
    String error) {

  static final String SELECT =
      """
      select t.number, t.id, t.host, t.component, t.action, p.name as phase, s.state, s.attempt,
             s.revision, s.started_at, s.finished_at, s.exit, s.error
        from plan_task t
        join plan_phase p on p.project_id = t.project_id and p.phase = t.phase
        join task_state s on s.project_id = t.project_id and s.number = t.number
       where t.project_id = ?
      """;

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
        row.getString("error"));
  }
}
