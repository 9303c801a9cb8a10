package io.upg.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.NodeTaskReport;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.ResultStore;
import io.upg.store.RunReports;
import io.upg.store.StoreHarness;
import io.upg.store.TestPlans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two recorders on one PostgreSQL, each with a pool of its own, as two processes have. */
class TwoRecordersTest {
  private static final List<String> PROJECTS = List.of("spring", "summer");
  private static final int HOSTS = 60;

  private final StoreHarness store = new StoreHarness();

  @AfterEach
  void close() {
    store.close();
  }

  /** Random groups: reports cut in pieces, in any order, many of them given to both, or twice. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void what_comes_to_both_counts_once_and_neither_stands_in_the_others_way(long seed) {
    Random random = new Random(seed);
    List<RunReports> once = granted(random);
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    try (Database first = Database.open(store.url());
        Database second = Database.open(store.url());
        GroupCommit one = recorder(first);
        GroupCommit two = recorder(second)) {
      for (RunReports piece : shuffledWithRepeats(once, random)) {
        calls.add((random.nextBoolean() ? one : two).submit(piece));
        if (random.nextInt(20) == 0) {
          calls.get(calls.size() - 1).join(); // lets groups end, so that there are many
        }
      }
      // A deadlock would fail a whole group (SQLSTATE 40P01).
      calls.forEach(CompletableFuture::join);
    }

    assertThat(store.value("select count(*) from task_state where granted")).isEqualTo("0");
    assertThat(store.value("select count(*) from attempt where not stale"))
        .as("one result a task counts")
        .isEqualTo(store.value("select count(*) from task_state"));
    assertThat(
            store.value(
                """
                select count(*) from task_state s join attempt a using (project_id, number)
                where not a.stale and a.state = s.state and a.grant_no = s.grant_no
                """))
        .as("and it is the state")
        .isEqualTo(store.value("select count(distinct (project_id, number)) from attempt"));
    assertThat(Long.parseLong(store.value("select count(distinct xmin::text) from attempt")))
        .as("groups")
        .isGreaterThan(5);
  }

  private GroupCommit recorder(Database database) {
    return new GroupCommit(
        Duration.ofMillis(5), new ResultStore(database)::commit, new ThreadSchedule());
  }

  /** What every host says, a result a piece; of some results there are two that differ. */
  private List<RunReports> granted(Random random) {
    List<RunReports> pieces = new ArrayList<>();
    for (String project : PROJECTS) {
      store.save(TestPlans.of(project, HOSTS).phase("data", HOSTS, "stop", "upgrade").compiled());
      store.run(project);
      for (Dispatch dispatch : store.send(project, 1, 1)) {
        pieces.addAll(pieces(project, StoreHarness.report(dispatch, task -> TaskState.DONE)));
        if (random.nextInt(4) == 0) {
          pieces.addAll(pieces(project, StoreHarness.report(dispatch, task -> TaskState.FAIL)));
        }
      }
    }
    return pieces;
  }

  private static List<RunReports> pieces(String project, NodeTaskReport report) {
    return report.results().stream()
        .map(result -> new NodeTaskReport(report.host(), report.grant(), List.of(result)))
        .map(piece -> new RunReports(project, 1, List.of(piece)))
        .toList();
  }

  private static List<RunReports> shuffledWithRepeats(List<RunReports> once, Random random) {
    List<RunReports> all = new ArrayList<>(once);
    once.stream().filter(piece -> random.nextBoolean()).forEach(all::add);
    once.stream().filter(piece -> random.nextInt(4) == 0).forEach(all::add);
    Collections.shuffle(all, random);
    return all;
  }
}
