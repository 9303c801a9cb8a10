package io.upg.store.query;

import io.upg.store.Database;
import io.upg.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

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
