package io.upg.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private static final String TABLES =
      "select count(*)::int from information_schema.tables where table_name = 'task_state'";

  @Test
  void several_processes_that_open_an_empty_database_at_once_migrate_it_once() throws Exception {
    String url = EmbeddedDatabase.emptyUrl();
    ExecutorService processes = Executors.newFixedThreadPool(4);
    try {
      Callable<Integer> open =
          () -> {
            try (Database database = Database.open(url)) {
              return database.tx(tx -> tx.one(TABLES, row -> row.getInt(1)));
            }
          };
      for (Future<Integer> opened : processes.invokeAll(List.of(open, open, open, open))) {
        assertThat(opened.get()).isEqualTo(1);
      }
    } finally {
      processes.shutdownNow();
    }
  }

  @Test
  void the_newest_migration_is_the_one_that_readers_expect() throws Exception {
    Path folder = Path.of(Database.class.getResource("/db/migration").toURI());
    try (Stream<Path> migrations = Files.list(folder)) {
      assertThat(migrations.map(DatabaseTest::version))
          .doesNotHaveDuplicates()
          .contains(Database.SCHEMA)
          .allMatch(version -> version <= Database.SCHEMA);
    }
  }

  private static int version(Path migration) {
    String name = migration.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  @Test
  void a_reader_of_an_empty_database_migrates_it() {
    try (Database database = Database.forReading(EmbeddedDatabase.emptyUrl())) {
      assertThat(database.<Integer>tx(DatabaseTest::projects)).isZero();
    }
  }

  @Test
  void a_reader_leaves_a_schema_that_is_up_to_date_alone() {
    String url = EmbeddedDatabase.url();
    try (Database database = Database.forReading(url)) {
      assertThat(database.<Integer>tx(DatabaseTest::projects)).isZero();
    }
  }

  @Test
  void a_database_for_queries_writes_nothing_and_waits_for_no_statement_beyond_its_limit() {
    String url = EmbeddedDatabase.url();
    try (Database database = Database.forQueries(url, 1, Duration.ofMillis(300))) {
      // Twice: what an end by failure rolls back must not be the settings.
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(
                () -> database.tx(tx -> tx.update("insert into project(name) values ('a')")))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("read-only");
        assertThatThrownBy(() -> database.tx(tx -> tx.one("select pg_sleep(60)", row -> 1)))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("statement timeout");
      }
      database.requireSchema();
      assertThat(database.<Integer>tx(DatabaseTest::projects)).isZero();
    }
  }

  @Test
  void a_database_for_queries_names_a_schema_that_is_missing_and_does_not_make_it() {
    try (Database database =
        Database.forQueries(EmbeddedDatabase.emptyUrl(), 1, Duration.ofSeconds(5))) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(database::requireSchema)
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("The schema of the database");
      }
    }
  }

  @Test
  void a_transaction_that_throws_leaves_nothing() {
    try (Database database = EmbeddedDatabase.open()) {
      assertThatThrownBy(
              () ->
                  database.tx(
                      tx -> {
                        tx.update("insert into project(name) values (?)", "spring");
                        throw new IllegalStateException("changed my mind");
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(database.<Integer>tx(DatabaseTest::projects)).isZero();
    }
  }

  private static int projects(Tx tx) throws SQLException {
    return tx.one("select count(*)::int from project", row -> row.getInt(1));
  }

  @Test
  void a_server_that_cannot_be_reached_is_named_without_its_password() {
    String url = "jdbc:postgresql://127.0.0.1:1/upg?user=upg&password=secret";
    assertThatThrownBy(() -> Database.open(url))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("PostgreSQL cannot be reached at jdbc:postgresql://127.0.0.1:1/upg:")
        .hasMessageContaining("--jdbc")
        .hasMessageNotContaining("secret");
  }
}
