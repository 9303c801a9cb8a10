package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import io.upg.store.query.ProjectState;
import io.upg.store.query.RunProgress;
import io.upg.store.query.StatusDocument;
import io.upg.store.query.TaskRow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
  private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Instant now = START;

  @Test
  void the_block_says_where_the_run_is_what_runs_and_how_long_it_takes() {
    assertThat(String.join("\n", ProgressView.block(progress(3, 40), 120)))
        .isEqualTo(
            """
            spring  run 7 [#####...............]  40 of 160 tasks
              management, batch 3 of 9: convert
              undo 115, running 5, done 40
              now: c1_convert_k, c2_convert_k, c3_convert_k and 2 more
              1m 20s elapsed, 5m 20s expected""");
  }

  @Test
  void no_line_is_wider_than_the_terminal() {
    assertThat(ProgressView.block(progress(3, 40), 30))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(30));
  }

  @Test
  void a_run_before_its_first_batch_is_starting() {
    assertThat(ProgressView.line(progress(0, 0))).contains("starting");
  }

  @Test
  void a_terminal_gets_the_block_rewritten_in_place() {
    ProgressDisplay display = display(Map.of("UPG_TERMINAL", "100"));

    display.show(progress(3, 40));
    assertThat(text()).doesNotContain("\u001b");
    display.show(progress(3, 41));
    assertThat(text()).contains("\u001b[5A\u001b[J");
  }

  @Test
  void what_is_printed_after_leaving_stays_below_the_block() {
    ProgressDisplay display = display(Map.of("UPG_TERMINAL", "100"));
    display.show(progress(3, 40));

    display.leave();
    display.show(progress(3, 41));

    assertThat(text()).doesNotContain("\u001b");
  }

  @Test
  void elsewhere_a_line_is_printed_only_when_something_changed() {
    ProgressDisplay display = display(Map.of());

    display.show(progress(3, 40));
    now = now.plus(ProgressDisplay.LINE_INTERVAL);
    display.show(progress(3, 40));

    assertThat(text().lines()).hasSize(1);
  }

  @Test
  void counts_are_printed_at_intervals_but_a_new_batch_at_once() {
    ProgressDisplay display = display(Map.of());

    display.show(progress(3, 40));
    display.show(progress(3, 41));
    assertThat(text().lines()).hasSize(1);
    display.show(progress(4, 42));
    assertThat(text().lines()).hasSize(2);
    now = now.plus(ProgressDisplay.LINE_INTERVAL);
    display.show(progress(4, 43));
    assertThat(text().lines()).hasSize(3);
  }

  private ProgressDisplay display(Map<String, String> env) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    InstantSource clock = () -> now;
    return new ProgressDisplay(new CliContext(stream, stream, env, clock.withZone(ZoneOffset.UTC)));
  }

  private String text() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static RunProgress progress(int batch, int ended) {
    StatusDocument.Run run =
        new StatusDocument.Run(
            7,
            Direction.RUN,
            "management",
            batch,
            12,
            START,
            ended == 0 ? null : START.plusSeconds(320));
    StatusDocument status =
        new StatusDocument(
            "spring",
            ProjectState.RUNNING,
            "management",
            batch,
            9,
            Map.of(TaskState.UNDO, 155 - ended, TaskState.RUNNING, 5, TaskState.DONE, ended),
            null,
            List.of(run),
            null);
    List<TaskRow> running = List.of(task("c1"), task("c2"), task("c3"), task("c4"));
    return new RunProgress(
        status, run, "open", null, "convert", 160, ended, running, START.plusSeconds(80));
  }

  private static TaskRow task(String host) {
    return new TaskRow(
        1,
        host + "_convert_k",
        host,
        "k",
        "convert",
        "management",
        TaskState.RUNNING,
        1,
        1,
        START,
        null,
        null,
        null,
        null,
        null);
  }
}
