package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir Path folder;

  @Test
  void a_restart_keeps_data_and_port_and_close_ends_the_process() throws Exception {
    EmbeddedPostgres first = start();
    execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    LiveProcess process = process();
    first.close();
    assertThat(process.isAlive()).isFalse();

    try (EmbeddedPostgres second = start()) {
      assertThat(second.jdbcUrl()).isEqualTo(first.jdbcUrl());
      assertThat(answer(second)).isEqualTo(42);
    }
  }

  @Test
  void a_server_left_behind_is_taken_over_and_stopped_at_the_end() throws Exception {
    EmbeddedPostgres left = start();
    execute(left, "CREATE TABLE kept AS SELECT 42 AS answer");
    LiveProcess process = process();

    EmbeddedPostgres adopted = start();
    assertThat(answer(adopted)).isEqualTo(42);
    assertThat(process()).isEqualTo(process);
    adopted.close();

    assertThat(process.isAlive()).isFalse();
    left.close();
  }

  @Test
  void a_killed_server_is_started_again_beside_its_stale_pid_file() throws Exception {
    EmbeddedPostgres killed = start();
    execute(killed, "CREATE TABLE kept AS SELECT 42 AS answer");
    LiveProcess process = process();
    process.handle().destroyForcibly();
    assertThat(process.awaitEnd(Duration.ofSeconds(10))).isTrue();
    killed.close(); // gives back the lock that a dead JVM would not hold either
    assertThat(folder.resolve("postgres/postmaster.pid")).exists();

    try (EmbeddedPostgres again = start()) {
      assertThat(answer(again)).isEqualTo(42);
    }
  }

  @Test
  void a_pid_file_that_names_another_program_is_no_server() throws Exception {
    start().close();
    Path pidFile = folder.resolve("postgres/postmaster.pid");
    Files.write(pidFile, List.of(ProcessHandle.current().pid() + "", "x", "0", "1", "", "", ""));

    // The server itself refuses to start where the process of the file lives. That is its business:
    // what counts here is that nobody takes this JVM for a server and stops it.
    try {
      start().close();
    } catch (StartFailed e) {
      assertThat(e).hasMessageContaining("postgres.log");
    }
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  private EmbeddedPostgres start() throws Exception {
    return EmbeddedPostgres.start(
        folder.resolve("postgres"),
        Ports.in(folder.resolve("ports.json")),
        folder.resolve("postgres.log"));
  }

  private LiveProcess process() throws Exception {
    String pid = Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0);
    return LiveProcess.of(Long.parseLong(pid), "postgres").orElseThrow();
  }

  private static void execute(EmbeddedPostgres server, String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int answer(EmbeddedPostgres server) throws Exception {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT answer FROM kept")) {
      row.next();
      return row.getInt(1);
    }
  }
}
