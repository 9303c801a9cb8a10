package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.store.Database;
import io.upg.store.query.Rows;
import io.upg.store.query.RunProgress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is followed while PostgreSQL goes away, with a PostgreSQL of its own. */
class RunFollowerTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void an_outage_of_postgresql_is_told_and_waited_out() throws Exception {
    int port = freePort();
    EmbeddedPostgres first = start(port);
    String url = first.getJdbcUrl("postgres", "postgres");
    try (Database writing = Database.open(url)) {
      Rows.spring(writing).run(1, "run", "open", 1, 4, 2);
    }
    try (Database database = Database.forReading(url)) {
      CompletableFuture<RunProgress> end =
          CompletableFuture.supplyAsync(() -> follower(database, Duration.ofMinutes(2)));
      awaitSaid("spring");

      first.close();
      awaitSaid("PostgreSQL does not answer");
      assertThat(end).isNotDone();

      try (EmbeddedPostgres second = start(port);
          Database writing = Database.open(second.getJdbcUrl("postgres", "postgres"))) {
        writing.tx(tx -> tx.update("update run set state = 'done'"));
        assertThat(end.get(60, TimeUnit.SECONDS).runState()).isEqualTo("done");
      }
      assertThat(said().lines().filter(line -> line.startsWith("PostgreSQL"))).hasSize(1);
    }
  }

  @Test
  void an_outage_that_does_not_end_says_how_to_follow_again() throws Exception {
    EmbeddedPostgres postgres = start(freePort());
    String url = postgres.getJdbcUrl("postgres", "postgres");
    try (Database writing = Database.open(url)) {
      Rows.spring(writing).run(1, "run", "open", 1, 4, 2);
    }
    try (Database database = Database.forReading(url)) {
      postgres.close();

      assertThatThrownBy(() -> follower(database, Duration.ofMillis(10)))
          .isInstanceOf(Unavailable.class)
          .hasMessageContainingAll("PostgreSQL did not answer", "the same command then follows");
    }
  }

  private RunProgress follower(Database database, Duration outage) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    CliContext context = new CliContext(stream, stream, Map.of(), Clock.systemUTC());
    return new RunFollower(context, database, outage).untilClosed("spring", 1);
  }

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("data"))
        .setCleanDataDirectory(false)
        .setServerConfig("fsync", "off")
        .setPort(port)
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitSaid(String text) {
    Instant limit = Instant.now().plusSeconds(60);
    while (!said().contains(text)) {
      assertThat(Instant.now()).as("waiting for '%s' in: %s", text, said()).isBefore(limit);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
