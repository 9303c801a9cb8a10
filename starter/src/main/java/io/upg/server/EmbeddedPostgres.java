package io.upg.server;

import io.upg.http.Addresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own in a folder, on loopback, with the database {@code upg}. The server is a
 * process that outlives a killed JVM, so a start on a folder whose server lives takes that one
 * over. The server's own files, {@code postmaster.pid} too, are never touched.
 *
 * <p>It trusts every local user: good for sandboxes, not for a machine shared with strangers.
 */
final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String DATABASE = "upg";
  private static final Duration START_LIMIT = Duration.ofSeconds(60); // crash recovery included
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final Path data;
  private final int port;
  private final Optional<io.zonky.test.db.postgres.embedded.EmbeddedPostgres> started;

  private EmbeddedPostgres(
      Path data, int port, Optional<io.zonky.test.db.postgres.embedded.EmbeddedPostgres> started) {
    this.data = data;
    this.port = port;
    this.started = started;
  }

  /**
   * @param data the cluster's folder; made where it is missing
   * @param log gets the server's output
   * @return when it takes connections
   */
  static EmbeddedPostgres start(Path data, Ports ports, Path log) throws IOException {
    EmbeddedPostgres server = adopt(data).orElse(null);
    if (server == null) {
      int port = ports.free("postgres");
      // Never interrupted half-way: that would leave initdb running, or half a cluster.
      server = uninterrupted(() -> launch(data, port, log));
    }
    try {
      server.createDatabase();
    } catch (SQLException e) {
      server.close();
      throw new StartFailed("PostgreSQL in " + data + " has no database " + DATABASE + ".", e);
    }
    return server;
  }

  private static <T> T uninterrupted(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StartFailed failed ? failed : e;
    }
  }

  /** Stops a server that an earlier life left behind, if there is one. */
  static void stopLeft(Path data) throws IOException {
    Optional<Postmaster> left = Postmaster.of(data);
    if (left.isPresent()) {
      left.get().stop();
    }
  }

  String jdbcUrl() {
    return jdbcUrl(DATABASE);
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://%s:%d/%s?user=postgres".formatted(Addresses.LOOPBACK, port, database);
  }

  /** Takes over the server of an earlier life, once it answers; empty where none lives. */
  private static Optional<EmbeddedPostgres> adopt(Path data) throws IOException {
    Optional<Postmaster> found = Postmaster.of(data);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Postmaster postmaster = found.get();
    EmbeddedPostgres server = new EmbeddedPostgres(data, postmaster.port(), Optional.empty());
    Wait.orFail(
        START_LIMIT,
        "PostgreSQL, process %d, runs on %s and does not answer on port %d."
            .formatted(postmaster.process().handle().pid(), data, postmaster.port()),
        () -> !postmaster.process().isAlive() || server.answers());
    if (!postmaster.process().isAlive()) {
      return Optional.empty(); // it was on its way out
    }
    LOG.info("postgres: took over process {}", postmaster.process().handle().pid());
    return Optional.of(server);
  }

  private static EmbeddedPostgres launch(Path data, int port, Path log) {
    ProcessBuilder.Redirect output = ProcessBuilder.Redirect.appendTo(log.toFile());
    try {
      var server =
          io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPort(port)
              .setLocaleConfig("locale", "C")
              .setServerConfig("listen_addresses", Addresses.LOOPBACK)
              .setServerConfig("unix_socket_directories", "")
              // What was committed is kept, whatever dies: the library's defaults are for tests.
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("fsync", "on")
              .setPGStartupWait(START_LIMIT)
              .setOutputRedirector(output)
              .setErrorRedirector(output)
              .start();
      LOG.info("postgres: started in {} on port {}", data, port);
      return new EmbeddedPostgres(data, port, Optional.of(server));
    } catch (IllegalStateException | IOException e) {
      stopHalfStarted(data);
      throw new StartFailed(
          "PostgreSQL did not start in %s: %s. Its log is %s.".formatted(data, e.getMessage(), log),
          e);
    }
  }

  private static void stopHalfStarted(Path data) {
    try {
      stopLeft(data);
    } catch (IOException e) {
      LOG.warn("postgres: what was half started in {} may still run", data, e);
    }
  }

  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"))) {
      return connection.isValid(1);
    } catch (SQLException e) {
      LOG.debug("postgres: not yet: {}", e.toString());
      return false;
    }
  }

  private void createDatabase() throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + DATABASE + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("CREATE DATABASE " + DATABASE);
    }
  }

  /** Stops the server: what is committed is on disk, open connections are cut. */
  @Override
  public void close() throws IOException {
    Optional<Postmaster> postmaster = Postmaster.of(data);
    if (started.isPresent()) {
      started.get().close(); // waits for its pid file to go, which is before its process goes
    }
    if (postmaster.isPresent()) {
      postmaster.get().stop();
    }
    LOG.info("postgres: stopped");
  }

  /** The server process that {@code postmaster.pid} names. */
  private record Postmaster(LiveProcess process, int port) {

    /** Empty where the file is missing, or its process is gone or no PostgreSQL. */
    static Optional<Postmaster> of(Path data) throws IOException {
      List<String> lines;
      try {
        lines = Files.readAllLines(data.resolve("postmaster.pid"));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
      // Line 1 is the process, line 4 the port: written before anything else starts.
      if (lines.size() < 4) {
        return Optional.empty();
      }
      return LiveProcess.of(Long.parseLong(lines.get(0).strip()), "postgres")
          .map(process -> new Postmaster(process, Integer.parseInt(lines.get(3).strip())));
    }

    void stop() throws IOException {
      process.signal("INT"); // "fast shutdown"; TERM would wait for every client
      if (!process.awaitEnd(STOP_LIMIT)) {
        LOG.warn("postgres: process {} did not stop in {}", process.handle().pid(), STOP_LIMIT);
        process.signal("QUIT"); // "immediate": the next start recovers
        process.awaitEnd(STOP_LIMIT);
      }
    }
  }
}
