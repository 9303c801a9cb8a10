package io.upg.workflow;

import static io.upg.workflow.FakeRun.batch;
import static io.upg.workflow.FakeRun.shard;
import static io.upg.workflow.TestBed.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.WorkflowIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workflows that are under way must go on with new code: it replays the histories that a former
 * version wrote. A change that breaks one needs {@code Workflow.getVersion}.
 *
 * <p>New scenarios, and the histories of a release, are written by {@code mvn -pl workflows -am
 * test -Dtest=HistoriesTest -Dsurefire.failIfNoSpecifiedTests=false -Dupg.histories=write}; those
 * of a whole cloud on a real server ({@code night-…}) by {@code .ci/scenario_test.py}.
 */
class HistoriesTest {
  private static final Path HISTORIES = Path.of("src/test/resources/histories");

  static Stream<Path> histories() throws IOException {
    try (Stream<Path> files = Files.walk(HISTORIES)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("histories")
  void a_saved_history_replays(Path history) throws Exception {
    WorkflowReplayer.replayWorkflowExecution(
        read(history), ProjectWorkflowImpl.class, RunWorkflowImpl.class, ShardWorkflowImpl.class);
  }

  @Test
  void code_that_decides_otherwise_is_noticed() throws IOException {
    WorkflowExecutionHistory history = read(HISTORIES.resolve("success/run.json"));

    assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecution(history, Hasty.class))
        .hasMessageContaining("NonDeterministicException");
  }

  /** Closes the run without a look at its batches. */
  public static final class Hasty implements RunWorkflow {
    @Override
    public void run(RunInput input) {
      Stubs.run("closing").close(input.project(), input.run(), null);
    }

    @Override
    public void stop(String by) {
      // It is done at once.
    }
  }

  @Test
  void every_scenario_has_its_histories() throws IOException {
    assertThat(histories().map(file -> file.getParent().getFileName().toString()).distinct())
        .containsExactly(
            "abort-now",
            "failure-and-stop",
            "night-cut-over",
            "night-host-back",
            "night-portal",
            "pause",
            "rollback",
            "success",
            "unreachable");
  }

  @Test
  @EnabledIfSystemProperty(named = "upg.histories", matches = "write")
  void write_the_histories_anew() throws IOException {
    FakeRun twoBatches = FakeRun.forwards(batch(shard("a", "b"), shard("c")), batch(shard("a")));
    write("success", new FakeStore().next(twoBatches), FakeAgent::succeed);
    write("failure-and-stop", new FakeStore().next(twoBatches), FakeAgent::fail);
    write("pause", new FakeStore().next(twoBatches).paused("paused by ann"), FakeAgent::succeed);
    FakeRun unreachable = FakeRun.forwards(batch(shard("b", "dead")), batch(shard("a")));
    write("unreachable", new FakeStore().next(unreachable), FakeAgent::succeed);
    writeAbortNow();
    writeRollback();
  }

  /** By a portal's signal, and given again while it goes on. */
  private static void writeRollback() throws IOException {
    FakeRun back = FakeRun.backwards(batch(shard("a", "b"), shard("c")), batch(shard("a")));
    FakeStore store = new FakeStore().next(back);
    try (TestBed bed = new TestBed(store)) {
      bed.agents(List.of("a", "b", "c")).start();
      ProjectWorkflow project = bed.project();
      Map<String, Object> signal =
          Map.of("id", "s1", "who", "portal", "selection", Map.of("hosts", "all"));
      bed.signal("rollback", signal);
      bed.awaitTrue(() -> !store.events("outline").isEmpty());
      bed.signal("rollback", signal);
      bed.await(1);
      project.command(command("c1", CommandKind.PAUSE));
      save(bed, "rollback");
    }
  }

  /** One host is at work, one has not taken its tasks. */
  private static void writeAbortNow() throws IOException {
    FakeRun plan = FakeRun.forwards(batch(shard("a", "dead"), shard("c")), batch(shard("a")));
    FakeStore store = new FakeStore().next(plan.waiting(Duration.ofHours(1)));
    try (TestBed bed = new TestBed(store)) {
      bed.stoppableAgent("a", FakeAgent.HOLD).agents(List.of("c")).start();
      ProjectWorkflow project = bed.project();
      project.command(command("c1", CommandKind.RUN));
      bed.awaitTrue(() -> store.events("deliver").size() == 2);
      project.command(CommandRequest.of(CommandKind.ABORT, "c2", "ann").now(true).build());
      bed.await(1);
      save(bed, "abort-now");
    }
  }

  private static void write(String scenario, FakeStore store, FakeAgent.Behaviour firstOfA)
      throws IOException {
    try (TestBed bed = new TestBed(store)) {
      bed.agent("a", firstOfA, FakeAgent::succeed).agents(List.of("b", "c")).start();
      ProjectWorkflow project = bed.project();
      project.command(command("c1", CommandKind.RUN));
      bed.await(1);
      bed.signal("pause", Map.of("id", "s1", "who", "portal"));
      project.command(command("c2", CommandKind.RESUME));
      save(bed, scenario);
    }
  }

  private static void save(TestBed bed, String scenario) throws IOException {
    Path folder = Files.createDirectories(HISTORIES.resolve(scenario));
    save(bed, WorkflowIds.project(FakeRun.PROJECT), folder.resolve("project.json"));
    save(bed, WorkflowIds.run(FakeRun.PROJECT, 1), folder.resolve("run.json"));
    if (bed.ranTasks()) {
      save(bed, WorkflowIds.shard(FakeRun.PROJECT, 1, 1, 1), folder.resolve("shard.json"));
    }
  }

  private static void save(TestBed bed, String workflow, Path file) throws IOException {
    Files.writeString(file, bed.client().fetchHistory(workflow).toJson(true) + "\n");
  }

  private static WorkflowExecutionHistory read(Path file) throws IOException {
    return WorkflowExecutionHistory.fromJson(Files.readString(file));
  }
}
