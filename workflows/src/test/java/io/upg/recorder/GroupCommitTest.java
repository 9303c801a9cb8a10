package io.upg.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.plan.model.TaskState;
import io.upg.store.RunReports;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupCommitTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  private final FakeSchedule schedule = new FakeSchedule();
  private final FakePostgres postgres = new FakePostgres();
  private final GroupCommit commits = new GroupCommit(INTERVAL, postgres, schedule);

  @Test
  void an_idle_recorder_commits_at_once() {
    CompletableFuture<Void> first = submit("a");
    schedule.runDue();
    assertThat(first).isCompleted();

    schedule.pass(INTERVAL);
    CompletableFuture<Void> second = submit("b");
    schedule.runDue();
    assertThat(second).isCompleted();
    assertThat(postgres.commits()).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void a_loaded_recorder_commits_once_an_interval_whatever_came_in() {
    submit("a");
    schedule.runDue();
    CompletableFuture<Void> early = submit("b");
    schedule.pass(INTERVAL.minusMillis(1));
    CompletableFuture<Void> late = submit("c");
    assertThat(Stream.of(early, late)).noneMatch(CompletableFuture::isDone);

    schedule.pass(Duration.ofMillis(1));

    assertThat(Stream.of(early, late)).allMatch(CompletableFuture::isDone);
    assertThat(postgres.commits()).containsExactly(List.of("a"), List.of("b", "c"));
  }

  @Test
  void hundreds_of_calls_wait_for_one_commit() {
    List<CompletableFuture<Void>> calls =
        IntStream.range(0, 500).mapToObj(i -> submit("t" + i)).toList();
    schedule.runDue();

    assertThat(calls).allMatch(call -> call.isDone() && !call.isCompletedExceptionally());
    assertThat(postgres.commits()).hasSize(1);
    assertThat(postgres.stored()).hasSize(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "57P01", "40P01", "53300", "25006"})
  void while_postgresql_is_away_the_whole_group_fails_after_one_try_and_may_come_again(
      String sqlState) {
    postgres.failing(sqlState);
    List<CompletableFuture<Void>> calls = Stream.of("a", "b", "c").map(this::submit).toList();
    schedule.runDue();

    assertThat(calls).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(postgres.attempts()).isEqualTo(1);

    postgres.failing(null);
    CompletableFuture<Void> again = submit("a");
    schedule.pass(INTERVAL);
    assertThat(again).isCompleted();
    assertThat(postgres.commits()).containsExactly(List.of("a"));
  }

  @Test
  void a_result_that_postgresql_does_not_take_is_stored_without_its_texts_beside_its_neighbours() {
    CompletableFuture<Void> neighbour = submit("a");
    CompletableFuture<Void> mixed =
        commits.submit(
            reports(report(result("b", "fine"), result("c", "poison")), report(result("d", null))));
    CompletableFuture<Void> last = submit("e");
    schedule.runDue();

    assertThat(Stream.of(neighbour, mixed, last))
        .allMatch(f -> f.isDone() && !f.isCompletedExceptionally());
    assertThat(postgres.stored())
        .extracting(TaskResult::task)
        .containsExactly("a", "b", "c", "d", "e");
    TaskResult bare = postgres.stored().get(2);
    assertThat(bare.state()).isEqualTo(TaskState.DONE);
    assertThat(bare.tail()).isNull();
    assertThat(bare.error()).startsWith("what task c said could not be stored");
    assertThat(postgres.stored().get(1).tail()).isEqualTo("fine");
  }

  @Test
  void a_result_that_cannot_be_stored_at_all_fails_its_own_call_only() {
    CompletableFuture<Void> before = submit("a");
    CompletableFuture<Void> lost = submit("lost");
    CompletableFuture<Void> after = submit("b");
    schedule.runDue();

    assertThat(lost).isCompletedExceptionally();
    assertThat(Stream.of(before, after)).allMatch(f -> f.isDone() && !f.isCompletedExceptionally());
    assertThat(postgres.stored()).extracting(TaskResult::task).containsExactly("a", "b");
  }

  @Test
  void what_still_waits_at_the_end_fails_so_that_another_recorder_gets_it() {
    CompletableFuture<Void> waiting = submit("a");
    commits.close();

    assertThat(waiting).isCompletedExceptionally();
    assertThat(postgres.commits()).isEmpty();
  }

  private CompletableFuture<Void> submit(String task) {
    return commits.submit(reports(report(result(task, "output"))));
  }

  private static RunReports reports(NodeTaskReport... reports) {
    return new RunReports("spring", 1, List.of(reports));
  }

  private static NodeTaskReport report(TaskResult... results) {
    return new NodeTaskReport("h1", 7, List.of(results));
  }

  private static TaskResult result(String task, String tail) {
    return new TaskResult(1, task, TaskState.DONE, 0, null, null, tail, NOW, NOW);
  }
}
