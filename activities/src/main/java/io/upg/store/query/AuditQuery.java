package io.upg.store.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.upg.contract.CommandRequest;
import io.upg.plan.json.CanonicalJson;
import io.upg.store.Database;
import io.upg.store.Tx;
import io.upg.store.UnknownProject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** Every command that a project was given, accepted or refused. */
public final class AuditQuery {
  private static final String ROWS =
      """
      select * from (
        select id, at, who, command, command_id, reason, outcome, task_count, request,
               answer -> 'refusal' ->> 'message' as message
          from audit where project_id = ? and id > ?
         order by case when ? then id else -id end limit ?) as chosen
       order by id
      """;

  private static final String TASKS =
      """
      select t.id from audit a
       cross join unnest(a.tasks) as range
        join plan_task t on t.project_id = a.project_id
         and t.number >= lower(range) and t.number < upper(range)
       where a.id = ?
       order by t.number limit ?
      """;

  private final Database database;

  public AuditQuery(Database database) {
    this.database = database;
  }

  /**
   * Hands out the commands one by one, oldest first: a command may be about 100,000 tasks, so there
   * is never more than one in memory.
   *
   * @throws UnknownProject if there is no such project
   * @throws UnknownCommand if there is no command {@link AuditFilter#after()}
   */
  public void each(String project, AuditFilter filter, Consumer<AuditEntry> consumer) {
    Snapshot.read(
        database,
        tx -> {
          ProjectRow row = ProjectRow.find(tx, project);
          long after = filter.fromTheFirst() ? 0 : number(tx, row, filter.after());
          tx.each(
              ROWS,
              command -> consumer.accept(entry(tx, command, filter)),
              row.id(),
              after,
              filter.after() != null,
              filter.limit());
          return null;
        });
  }

  private static long number(Tx tx, ProjectRow project, String id) throws SQLException {
    return tx.first(
            "select id from audit where project_id = ? and command_id = ?",
            row -> row.getLong(1),
            project.id(),
            id)
        .orElseThrow(() -> new UnknownCommand(id, project.name()));
  }

  private static AuditEntry entry(Tx tx, ResultSet row, AuditFilter filter) throws SQLException {
    int count = row.getInt("task_count");
    List<String> tasks =
        count == 0
            ? List.of()
            : tx.list(TASKS, task -> task.getString(1), row.getLong("id"), filter.tasks());
    return new AuditEntry(
        Tx.instant(row, "at"),
        row.getString("who"),
        row.getString("command"),
        tasks,
        row.getString("reason"),
        row.getString("outcome"),
        row.getString("command_id"),
        row.getString("message"),
        count,
        CanonicalJson.read(row.getString("request").getBytes(UTF_8), CommandRequest.class));
  }
}
