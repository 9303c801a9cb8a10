package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.agent.process.ProcessMarks;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an agent finds after its predecessor died: the journal as it was at some moment, taken while
 * a real script ran.
 */
class AgentDeathTest {
  private static final String WAITS =
      "echo x >>\"$UPG_ROOT/runs\"; echo half way; touch \"$UPG_ROOT/on\"; sleep 0.5";

  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void open() throws Exception {
    host = TestHost.in(folder);
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void a_task_that_was_started_and_not_ended_is_unknown_and_never_run_again() throws Exception {
    Sheet sheet = host.script("convert", WAITS);
    dieWhileRunning(sheet, Direction.RUN);

    NodeTaskReport after = deliver(sheet, Direction.RUN);
    NodeTaskReport again = deliver(sheet, Direction.RUN);

    TaskResult result = after.results().get(0);
    assertThat(result.state()).isEqualTo(TaskState.UNKNOWN);
    assertThat(result.error()).contains("it was started at " + result.startedAt());
    assertThat(result.error()).contains("Its process").contains("is gone");
    assertThat(result.tail()).isEqualTo("half way\n");
    assertThat(again).isEqualTo(after);
    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(1);
  }

  @Test
  void a_rollback_that_was_started_and_not_ended_has_failed() throws Exception {
    Sheet sheet = host.script("convert", "true", WAITS);
    dieWhileRunning(sheet, Direction.ROLLBACK);

    TaskResult result = deliver(sheet, Direction.ROLLBACK).results().get(0);

    assertThat(result.state()).isEqualTo(TaskState.ROLLBACK_FAIL);
    assertThat(result.error()).contains("the agent died before it ended");
  }

  @Test
  void later_groups_of_an_unknown_task_are_not_started() throws Exception {
    Sheet sheet = host.script("convert", WAITS);
    Sheet later = host.script("later", "touch \"$UPG_ROOT/later\"");
    dieWhileRunning(sheet, Direction.RUN);

    NodeTaskReport report = host.run(1, sheet, later);

    assertThat(report.results())
        .extracting(TaskResult::state)
        .containsExactly(TaskState.UNKNOWN, TaskState.UNDO);
  }

  @Test
  void while_the_script_of_a_dead_agent_lives_a_new_grant_does_not_start_another()
      throws Exception {
    Sheet sheet =
        host.script(
            "convert",
            "echo x >>\"$UPG_ROOT/runs\"; touch \"$UPG_ROOT/on\"; until [ -e \"$UPG_ROOT/go\" ]; do sleep 0.02; done");
    Path copy = journalWhileRunning(sheet, Direction.RUN);

    try (TestHost heir = host.heir(copy)) {
      assertThat(heir.run(1, sheet).results().get(0).error()).contains("still runs");
      TaskResult second = heir.run(2, sheet).results().get(0);
      assertThat(second.state()).isEqualTo(TaskState.FAIL);
      assertThat(second.error()).contains("its former process").contains("still runs");
      Files.createFile(host.root().resolve("go"));
      Await.until(() -> ProcessMarks.in(folder).isEmpty(), "the script to end");
      assertThat(heir.run(3, sheet).results().get(0).state()).isEqualTo(TaskState.DONE);
    }
    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(2);
  }

  private NodeTaskReport deliver(Sheet sheet, Direction direction) throws Exception {
    return host.deliver(host.order(1, direction, List.of(List.of(sheet))));
  }

  /** Copies the journal while the script runs, lets all end, and puts the copy back. */
  private void dieWhileRunning(Sheet sheet, Direction direction) throws Exception {
    Path copy = journalWhileRunning(sheet, direction);
    host.restart();
    Files.copy(
        copy,
        new AgentFolders(host.own()).journal(),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private Path journalWhileRunning(Sheet sheet, Direction direction) throws Exception {
    Path journal = new AgentFolders(host.own()).journal();
    host.start(host.order(1, direction, List.of(List.of(sheet))));
    Await.until(() -> Files.exists(host.root().resolve("on")), "the script to start");
    Await.until(() -> Files.readString(journal).contains("spawned"), "the journal to know it");
    return Files.copy(journal, folder.resolve("journal-at-death"));
  }
}
