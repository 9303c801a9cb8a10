package io.upg.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A project as the rules see it.
 *
 * @param digest of its plan
 * @param pausedBy who, or what, paused it; null where it is not paused
 * @param abortedBy who aborted it; null where it is not aborted, or was run again since
 */
record ProjectRow(
    int id,
    String name,
    int revision,
    String digest,
    String pausedBy,
    String abortedBy,
    boolean closed) {

  private static final String SELECT =
      """
      select p.*, l.digest from project p
      left join plan l on l.project_id = p.id and l.revision = p.revision
      where p.name = ?
      """;

  static Optional<ProjectRow> find(Tx tx, String name) throws SQLException {
    return tx.first(SELECT, ProjectRow::of, name);
  }

  /**
   * Finds it, and lets nobody else change it until the transaction ends. Commands, gates and
   * verdicts of one project come after each other; grants and results do not wait for them.
   */
  static Optional<ProjectRow> lock(Tx tx, String name) throws SQLException {
    tx.first("select id from project where name = ? for no key update", row -> row.getInt(1), name);
    return find(tx, name);
  }

  static ProjectRow require(Tx tx, Optional<ProjectRow> project, String name) throws SQLException {
    if (project.isPresent()) {
      return project.get();
    }
    throw new UnknownProject(
        name, tx.list("select name from project order by name", row -> row.getString(1)));
  }

  private static ProjectRow of(ResultSet row) throws SQLException {
    return new ProjectRow(
        row.getInt("id"),
        row.getString("name"),
        row.getInt("revision"),
        row.getString("digest"),
        row.getString("paused_by"),
        row.getString("aborted_by"),
        row.getTimestamp("closed_at") != null);
  }
}
