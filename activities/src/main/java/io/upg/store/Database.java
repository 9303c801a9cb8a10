package io.upg.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** A pool of connections to a database whose schema is up to date. Thread-safe. */
public final class Database implements AutoCloseable {
  /** Enough for one process: its threads wait for PostgreSQL, not for the pool. */
  public static final int CONNECTIONS = 4;

  /** The newest migration in {@code db/migration}. */
  static final int SCHEMA = 10;

  private static final long CONNECT_TIMEOUT_MILLIS = 10_000;
  private static final long AWAY_TIMEOUT_MILLIS = 2_000;

  /**
   * Statements take arrays of one number or of ten thousand. A plan made for any length takes them
   * for short, and compares each with each: planned anew, each gets the plan for what it brings.
   */
  private static final String SETTINGS = "set plan_cache_mode = force_custom_plan";

  private final HikariDataSource pool;

  private Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * What is done in one transaction.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  public interface Work<T> {
    T in(Tx tx) throws SQLException;
  }

  public static Database open(String jdbcUrl) {
    return open(jdbcUrl, CONNECTIONS);
  }

  /**
   * Connects, and migrates the schema. Several processes may do so at once: Flyway's own advisory
   * lock lets one of them migrate while the others wait.
   *
   * @throws StoreException if the server cannot be reached, or holds a newer schema
   */
  public static Database open(String jdbcUrl, int connections) {
    HikariDataSource pool = connect(jdbcUrl, connections);
    try {
      Flyway.configure().dataSource(pool).load().migrate();
      return new Database(pool);
    } catch (FlywayException e) {
      pool.close();
      throw new StoreException(
          "The schema of %s could not be brought up to date: %s"
              .formatted(withoutSecrets(jdbcUrl), e.getMessage()),
          e);
    }
  }

  /**
   * Connects to ask, with one connection. A schema that is up to date is left alone: looking is
   * much quicker than migrating, and most commands only look.
   *
   * @throws StoreException if the server cannot be reached, or holds a newer schema
   */
  public static Database forReading(String jdbcUrl) {
    Database database = new Database(connect(jdbcUrl, 1));
    if (database.tx(Database::upToDate)) {
      return database;
    }
    database.close();
    return open(jdbcUrl, 2);
  }

  /**
   * A pool for a process that only answers questions, and stays while PostgreSQL comes and goes: it
   * connects when it is asked, writes nothing, and leaves the schema alone ({@link
   * #requireSchema}).
   *
   * @param limit of one statement; a server that is away is waited for much shorter
   */
  public static Database forQueries(String jdbcUrl, int connections, Duration limit) {
    HikariConfig config = config(jdbcUrl, connections);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(AWAY_TIMEOUT_MILLIS);
    config.setValidationTimeout(AWAY_TIMEOUT_MILLIS / 2);
    config.setConnectionInitSql(
        SETTINGS
            + "; set statement_timeout = %d; set default_transaction_read_only = on"
                .formatted(limit.toMillis()));
    // A server that vanished without a word: the statement would have ended by now.
    config.addDataSourceProperty("socketTimeout", Long.toString(limit.toSeconds() + 10));
    return new Database(new HikariDataSource(config));
  }

  /**
   * @throws StoreException if the server cannot be reached, or its schema is not the one that this
   *     program reads
   */
  public void requireSchema() {
    if (!tx(Database::upToDate)) {
      throw new StoreException(
          "The schema of the database is not the one that this upg reads (%d). Run all processes of one version: an orchestrator or a recorder brings an older schema up to date."
              .formatted(SCHEMA),
          null);
    }
  }

  private static boolean upToDate(Tx tx) throws SQLException {
    boolean migrated =
        tx.one("select to_regclass('flyway_schema_history') is not null", row -> row.getBoolean(1));
    return migrated
        && tx.one(
            "select coalesce(max(version::int), 0) from flyway_schema_history where success",
            row -> row.getInt(1) == SCHEMA);
  }

  private static HikariConfig config(String jdbcUrl, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setPoolName("upg-store");
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
    config.setAutoCommit(false);
    config.setConnectionInitSql(SETTINGS);
    config.setIsolateInternalQueries(true); // else the first rollback undoes the settings
    config.addDataSourceProperty("ApplicationName", "upg");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    return config;
  }

  private static HikariDataSource connect(String jdbcUrl, int connections) {
    try {
      return new HikariDataSource(config(jdbcUrl, connections));
    } catch (HikariPool.PoolInitializationException e) {
      throw new StoreException(
          "PostgreSQL cannot be reached at %s: %s. Start it, or name another one with --jdbc."
              .formatted(withoutSecrets(jdbcUrl), e.getCause().getMessage()),
          e);
    }
  }

  private static String withoutSecrets(String jdbcUrl) {
    return jdbcUrl.replaceAll("//[^/@]*@", "//").replaceAll("\\?.*", "");
  }

  /**
   * Does the work in one transaction (READ COMMITTED): commits when it returns, rolls back when it
   * throws.
   *
   * @throws StoreException if PostgreSQL fails; whatever the work throws unchecked goes through
   */
  public <T> T tx(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return commit(connection, work);
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  private static <T> T commit(Connection connection, Work<T> work) throws SQLException {
    try {
      T result = work.in(new Tx(connection));
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      rollback(connection, e);
      throw e;
    }
  }

  private static void rollback(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
