package io.upg.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.store.StoreHarness;
import io.upg.store.TestPlans;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Group commit on a real PostgreSQL. */
class RecorderScaleTest {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final int RESULTS = 12;

  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final StoreHarness store = new StoreHarness();

  @AfterEach
  void close() {
    threads.shutdownNow();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1_000})
  void transactions_a_second_are_one_an_interval_however_many_hosts_report(int hosts) {
    String[] actions = IntStream.range(0, RESULTS).mapToObj(i -> "a" + i).toArray(String[]::new);
    store.save(TestPlans.of("spring", hosts).phase("data", hosts, actions).compiled());
    Hosts fleet = Hosts.of(store, "spring", threads);

    long begun = System.nanoTime();
    try (GroupCommit recorder =
        new GroupCommit(INTERVAL, store.results::commit, new ThreadSchedule())) {
      fleet.deliver(recorder);
    }
    long intervals = (System.nanoTime() - begun) / INTERVAL.toNanos();

    assertThat(store.value("select count(*) from task_state where state = 'done'"))
        .isEqualTo(String.valueOf(hosts * RESULTS));
    // PostgreSQL's own count: every row names the transaction that wrote it.
    long commits = Long.parseLong(store.value("select count(distinct xmin::text) from attempt"));
    System.err.printf("%d hosts: %d commits in %d intervals%n", hosts, commits, intervals);
    assertThat(commits).isBetween((long) RESULTS, intervals + 1);
  }
}
