package io.upg.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.NodeProgress;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerformanceTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Performance of(double failing, int... groups) {
    Behaviour behaviour = new Behaviour(SECOND, SECOND, failing, 0, SECOND, 1);
    return new Performance(Orders.order(5, groups), behaviour, NOON);
  }

  @Test
  void groups_run_in_series_and_their_tasks_in_parallel() {
    Performance performance = of(0, 2, 1);
    assertThat(performance.length()).isEqualTo(SECOND.multipliedBy(2));
    NodeTaskReport report = performance.report();
    assertThat(report.grant()).isEqualTo(5);
    assertThat(report.results()).extracting(TaskResult::state).containsOnly(TaskState.DONE);
    assertThat(report.results())
        .extracting(TaskResult::startedAt)
        .containsExactly(NOON, NOON, NOON.plus(SECOND));
    assertThat(report.results().get(2).finishedAt()).isEqualTo(NOON.plusSeconds(2));
  }

  @Test
  void a_failure_lets_its_group_finish_and_keeps_later_ones_from_starting() {
    Performance performance = of(1, 2, 1);
    assertThat(performance.length()).isEqualTo(SECOND);
    assertThat(performance.started()).extracting(TaskOrder::number).containsExactly(1, 2);
    List<TaskResult> results = performance.report().results();
    assertThat(results)
        .extracting(TaskResult::state)
        .containsExactly(TaskState.FAIL, TaskState.FAIL, TaskState.UNDO);
    assertThat(results.get(2).error())
        .isEqualTo("not started: h1_t1_c failed before it on this host");
  }

  @Test
  void progress_names_what_runs() {
    Performance performance = of(0, 2, 1);
    assertThat(performance.progressAfter(Duration.ofMillis(500)))
        .isEqualTo(new NodeProgress(List.of("h1_t1_c", "h1_t2_c"), 0, 3));
    assertThat(performance.progressAfter(Duration.ofMillis(1_500)))
        .isEqualTo(new NodeProgress(List.of("h1_t3_c"), 2, 3));
  }
}
