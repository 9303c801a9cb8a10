package io.upg.store.query;

import io.upg.contract.CommandRequest;
import io.upg.plan.json.CanonicalJson;
import io.upg.store.Database;
import io.upg.store.Tx;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the store holds. */
public final class ProjectsQuery {
  private final Database database;

  public ProjectsQuery(Database database) {
    this.database = database;
  }

  /** All projects, in the order in which they were compiled first. */
  public List<ProjectEntry> all() {
    return Snapshot.read(
        database,
        tx -> {
          List<ProjectEntry> entries = new ArrayList<>();
          for (ProjectRow project : ProjectRow.all(tx)) {
            entries.add(entry(tx, project));
          }
          return entries;
        });
  }

  /**
   * Names of the plan's phases, in order.
   *
   * @throws io.upg.store.UnknownProject if there is no such project
   */
  public List<String> phases(String project) {
    return Snapshot.read(
        database,
        tx ->
            tx.list(
                "select name from plan_phase where project_id = ? order by phase",
                row -> row.getString(1),
                ProjectRow.find(tx, project).id()));
  }

  /**
   * What the last forward run was asked for: what {@code upg resume} runs again.
   *
   * @throws io.upg.store.UnknownProject if there is no such project
   */
  public Optional<CommandRequest> lastRequest(String project) {
    return Snapshot.read(
        database,
        tx ->
            tx.first(
                """
                select request from run
                 where project_id = ? and command = 'run' order by run desc limit 1
                """,
                row ->
                    CanonicalJson.read(
                        row.getString(1).getBytes(StandardCharsets.UTF_8), CommandRequest.class),
                ProjectRow.find(tx, project).id()));
  }

  private static ProjectEntry entry(Tx tx, ProjectRow project) throws SQLException {
    ProjectState state = StatusQuery.status(tx, project).state();
    return tx.one(
        """
        select revision, digest, tasks, created_at from plan
         where project_id = ? order by revision desc limit 1
        """,
        row ->
            new ProjectEntry(
                project.name(),
                state,
                row.getInt("revision"),
                row.getString("digest"),
                row.getInt("tasks"),
                Tx.instant(row, "created_at"),
                project.closedAt() != null),
        project.id());
  }
}
