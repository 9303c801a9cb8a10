package io.upg.store.query;

import io.upg.store.Tx;
import io.upg.store.UnknownProject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** A project as the store holds it. */
record ProjectRow(
    int id,
    String name,
    Instant pausedAt,
    String pausedBy,
    Instant abortedAt,
    String abortedBy,
    Instant closedAt) {

  private static final String COLUMNS =
      "select id, name, paused_at, paused_by, aborted_at, aborted_by, closed_at from project";

  static ProjectRow find(Tx tx, String name) throws SQLException {
    List<ProjectRow> found = tx.list(COLUMNS + " where name = ?", ProjectRow::read, name);
    if (found.isEmpty()) {
      throw new UnknownProject(name, tx.list("select name from project", row -> row.getString(1)));
    }
    return found.get(0);
  }

  static List<ProjectRow> all(Tx tx) throws SQLException {
    return tx.list(COLUMNS + " order by id", ProjectRow::read);
  }

  private static ProjectRow read(ResultSet row) throws SQLException {
    return new ProjectRow(
        row.getInt("id"),
        row.getString("name"),
        Tx.instant(row, "paused_at"),
        row.getString("paused_by"),
        Tx.instant(row, "aborted_at"),
        row.getString("aborted_by"),
        Tx.instant(row, "closed_at"));
  }
}
