package io.upg.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.store.RunReports;
import io.upg.store.StoreException;
import io.upg.store.StoreHarness;
import io.upg.store.TestPlans;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL of its own, which dies under the recorder's hands. */
class PostgresRestartTest {
  private static final int HOSTS = 50;
  private static final int RESULTS = 12;
  private static final int LAST_DEATH = 9;

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private EmbeddedPostgres postgres;
  private StoreHarness store;
  private int commits;

  @BeforeEach
  void open() throws IOException {
    postgres = start(0);
    store = new StoreHarness(postgres.getJdbcUrl("postgres", "postgres"));
  }

  /** What is committed survives: the library's defaults would not promise it. */
  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("data"))
        .setCleanDataDirectory(false)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setPort(port)
        .start();
  }

  @AfterEach
  void close() throws IOException {
    threads.shutdownNow();
    store.close();
    postgres.close();
  }

  @Test
  @Timeout(180)
  void nothing_is_lost_and_nothing_doubled_when_postgresql_dies_in_the_middle() {
    String[] actions = IntStream.range(0, RESULTS).mapToObj(i -> "a" + i).toArray(String[]::new);
    store.save(TestPlans.of("spring", HOSTS).phase("data", HOSTS, actions).compiled());
    Hosts fleet = Hosts.of(store, "spring", threads);

    try (GroupCommit recorder =
        new GroupCommit(Duration.ofMillis(20), this::commit, new ThreadSchedule())) {
      fleet.deliver(recorder);
    }

    String tasks = String.valueOf(HOSTS * RESULTS);
    assertThat(commits).as("all three deaths, and more after the last").isGreaterThan(LAST_DEATH);
    assertThat(store.value("select count(*) from attempt")).isEqualTo(tasks);
    assertThat(store.value("select count(*) from attempt where stale")).isEqualTo("0");
    assertThat(
            store.value(
                "select count(*) from task_state where state = 'done' and attempt = 1 and not granted"))
        .isEqualTo(tasks);
  }

  /** Three deaths: before a commit, under it, and after it when nobody has heard of it yet. */
  private void commit(List<RunReports> group) {
    switch (++commits) {
      case 3 -> restart();
      case 6 -> {
        CompletableFuture<Void> death = CompletableFuture.runAsync(this::killBackend, threads);
        try {
          store.results.commit(group);
        } finally {
          death.join();
        }
        return;
      }
      case LAST_DEATH -> {
        store.results.commit(group);
        killBackend();
        throw new StoreException("the answer got lost", null);
      }
      default -> {}
    }
    store.results.commit(group);
  }

  /** {@code pg_ctl restart -m immediate}: no checkpoint, the next start recovers. */
  private void restart() {
    try {
      ProcessHandle postmaster = postmaster();
      int port = postgres.getPort();
      new ProcessBuilder("kill", "-QUIT", String.valueOf(postmaster.pid())).start().waitFor();
      postmaster.onExit().join();
      postgres.close(); // lets go of the folder, and leaves it as it is
      postgres = start(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@code kill -9} of a server process: PostgreSQL ends all others and recovers by itself. */
  private void killBackend() {
    List<ProcessHandle> backends = postmaster().children().toList();
    assertThat(backends).isNotEmpty();
    backends.forEach(ProcessHandle::destroyForcibly);
  }

  private ProcessHandle postmaster() {
    try {
      String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0);
      return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
