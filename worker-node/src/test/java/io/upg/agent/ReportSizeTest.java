package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.plan.model.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportSizeTest {
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

  @Test
  void a_small_report_stays_as_it_is() {
    NodeTaskReport report = report(result("a", TaskState.DONE, "short", null));

    assertThat(ReportSize.fit(report)).isEqualTo(report);
  }

  @Test
  void tails_of_done_tasks_go_first() {
    String tail = "x".repeat(8_000);
    NodeTaskReport fitting =
        ReportSize.fit(
            report(
                result("a", TaskState.DONE, tail, null),
                result("b", TaskState.FAIL, tail, "broke"),
                result("c", TaskState.DONE, tail, null)));

    assertThat(ReportSize.size(fitting)).isLessThanOrEqualTo(NodeTaskReport.MAX_BYTES);
    assertThat(fitting.results().get(1).tail()).isEqualTo(tail);
    assertThat(fitting.results().get(0).tail()).hasSizeLessThan(8_000);
  }

  @Test
  void the_end_of_a_tail_is_what_is_kept() {
    String tail = "\u0001".repeat(8_000) + "the end";

    NodeTaskReport fitting = ReportSize.fit(report(result("a", TaskState.FAIL, tail, "broke")));

    assertThat(ReportSize.size(fitting)).isLessThanOrEqualTo(NodeTaskReport.MAX_BYTES);
    assertThat(fitting.results().get(0).tail()).endsWith("the end");
  }

  @Test
  void every_task_keeps_its_state_however_many_there_are() {
    List<TaskResult> results = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      TaskState state = i % 2 == 0 ? TaskState.FAIL : TaskState.DONE;
      results.add(result("t" + i, state, "𝄞".repeat(2_000), "e".repeat(3_000)));
    }
    NodeTaskReport fitting = ReportSize.fit(new NodeTaskReport("h1", 1, results));

    assertThat(ReportSize.size(fitting)).isLessThanOrEqualTo(NodeTaskReport.maxBytes(60));
    assertThat(fitting.results())
        .extracting(TaskResult::state)
        .isEqualTo(results.stream().map(TaskResult::state).toList());
    assertThat(fitting.results().get(0).error()).isNotBlank();
  }

  private static NodeTaskReport report(TaskResult... results) {
    return new NodeTaskReport("h1", 1, List.of(results));
  }

  private static TaskResult result(String task, TaskState state, String tail, String error) {
    return new TaskResult(1, task, state, 0, error, null, tail, NOW, NOW);
  }
}
