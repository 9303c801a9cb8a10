package io.upg.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Real PostgreSQL for tests: one server a JVM, one fresh database a call (a copy of a migrated
 * one). The server ends with the JVM.
 */
public final class EmbeddedDatabase {
  private static final String TEMPLATE = "upg_template";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private EmbeddedDatabase() {}

  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        sql(postgres, "create database " + TEMPLATE);
        Database.open(postgres.getJdbcUrl("postgres", TEMPLATE)).close();
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A fresh database, opened; the caller closes it. */
  public static Database open() {
    return Database.open(url());
  }

  /** The JDBC URL of a fresh database with the schema in it. */
  public static String url() {
    String name = "upg_" + NUMBER.incrementAndGet();
    sql(Server.POSTGRES, "create database %s template %s".formatted(name, TEMPLATE));
    return Server.POSTGRES.getJdbcUrl("postgres", name);
  }

  /** The JDBC URL of a fresh database with nothing in it. */
  public static String emptyUrl() {
    String name = "upg_" + NUMBER.incrementAndGet();
    sql(Server.POSTGRES, "create database " + name);
    return Server.POSTGRES.getJdbcUrl("postgres", name);
  }

  /** Frees the disk space of a database that nobody is connected to any more. */
  static void drop(String url) {
    String name = url.replaceAll(".*/(upg_[0-9]+).*", "$1");
    sql(Server.POSTGRES, "drop database " + name);
  }

  private static synchronized void sql(EmbeddedPostgres postgres, String sql) {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
