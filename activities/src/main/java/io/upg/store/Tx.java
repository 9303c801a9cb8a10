package io.upg.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A transaction: short JDBC. Parameters are numbers, text, booleans, instants, null, and arrays of
 * {@code Integer}, {@code Long}, {@code Boolean}, {@code String} or {@code Instant}; casts in the
 * SQL ({@code ?::json}) say the rest.
 */
public final class Tx {
  /** Rows fetched at a time, so that a long answer does not fill the memory. */
  private static final int FETCH = 10_000;

  private final Connection connection;

  Tx(Connection connection) {
    this.connection = connection;
  }

  /**
   * Reads one row.
   *
   * @param <T> what a row becomes
   */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes one row. */
  @FunctionalInterface
  public interface Each {
    void take(ResultSet row) throws SQLException;
  }

  public <T> List<T> list(String sql, Row<T> row, Object... parameters) throws SQLException {
    List<T> rows = new ArrayList<>();
    each(sql, result -> rows.add(row.read(result)), parameters);
    return rows;
  }

  /** The first row, or empty where there is none; a row must not become null. */
  public <T> Optional<T> first(String sql, Row<T> row, Object... parameters) throws SQLException {
    return list(sql, row, parameters).stream().findFirst();
  }

  /** The only row; for statements that always give one. */
  public <T> T one(String sql, Row<T> row, Object... parameters) throws SQLException {
    return first(sql, row, parameters)
        .orElseThrow(() -> new IllegalStateException("no row from: " + sql));
  }

  public void each(String sql, Each each, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          each.take(rows);
        }
      }
    }
  }

  /** Runs a statement that gives no rows, and says how many it changed. */
  public int update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /** The database's clock: the same for everything that happens in this transaction. */
  public Instant now() throws SQLException {
    return one("select now()", row -> row.getTimestamp(1).toInstant());
  }

  /** For what needs more than statements (COPY); stays inside this transaction. */
  Connection connection() {
    return connection;
  }

  private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, jdbc(parameters[i]));
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private Object jdbc(Object value) throws SQLException {
    if (value instanceof Instant instant) {
      return timestamp(instant);
    }
    if (value instanceof Instant[] instants) {
      return connection.createArrayOf(
          "timestamptz", Arrays.stream(instants).map(Tx::timestamp).toArray());
    }
    if (value instanceof String[] texts) {
      return connection.createArrayOf("text", texts);
    }
    if (value instanceof Integer[] numbers) {
      return connection.createArrayOf("int4", numbers);
    }
    if (value instanceof Long[] numbers) {
      return connection.createArrayOf("int8", numbers);
    }
    if (value instanceof Boolean[] flags) {
      return connection.createArrayOf("bool", flags);
    }
    return value;
  }

  private static Timestamp timestamp(Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  /** A time of a row, or null. */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  /** A number of a row, or null. */
  public static Integer integer(ResultSet row, String column) throws SQLException {
    int number = row.getInt(column);
    return row.wasNull() ? null : number;
  }
}
