package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.agent.process.ProcessMarks;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An order to stop a node task: what runs is ended, what does not is never begun. */
class StopTest {
  private static final String ON = "touch \"$UPG_ROOT/on\"; ";

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

  private NodeTaskOrder order(List<List<Sheet>> groups) {
    return host.order(1, Direction.RUN, groups);
  }

  private CompletableFuture<NodeTaskReport> startAndAwait(NodeTaskOrder order) throws Exception {
    CompletableFuture<NodeTaskReport> running = host.start(order);
    Await.until(() -> Files.exists(host.root().resolve("on")), "the script to start");
    return running;
  }

  private NodeTaskReport stop(NodeTaskOrder order) throws Exception {
    return host.agent().tasks().stop(order, "ann").report().get(30, TimeUnit.SECONDS);
  }

  private static List<TaskState> states(NodeTaskReport report) {
    return report.results().stream().map(TaskResult::state).toList();
  }

  @Test
  void a_running_script_is_ended_with_all_its_processes_and_fails_naming_who() throws Exception {
    Sheet slow = host.script("slow", "sleep 300 & echo begun; " + ON + "wait");
    Sheet later = host.script("later", "touch \"$UPG_ROOT/later\"");
    NodeTaskOrder order = order(List.of(List.of(slow), List.of(later)));
    CompletableFuture<NodeTaskReport> running = startAndAwait(order);

    NodeTaskReport report = stop(order);

    assertThat(states(report)).containsExactly(TaskState.FAIL, TaskState.UNDO);
    assertThat(report.results().get(0).error())
        .isEqualTo("stopped by abort --now of ann while it ran; its processes were ended");
    assertThat(report.results().get(0).tail()).isEqualTo("begun\n");
    assertThat(running.get()).as("the delivery that waited").isEqualTo(report);
    ProcessMarks.requireNoneIn(folder);
    assertThat(host.root().resolve("later")).doesNotExist();
  }

  @Test
  void a_script_that_does_not_heed_term_is_killed() throws Exception {
    Sheet deaf = host.script("deaf", "trap '' TERM; " + ON + "while :; do sleep 0.1; done");
    NodeTaskOrder order = order(List.of(List.of(deaf)));
    startAndAwait(order);

    assertThat(states(stop(order))).containsExactly(TaskState.FAIL);
    ProcessMarks.requireNoneIn(folder);
  }

  @Test
  void a_task_that_waits_for_its_next_try_is_stopped_too() throws Exception {
    Sheet again = host.script("again", ON + "exit 75").retryDelay(Duration.ofHours(1));
    NodeTaskOrder order = order(List.of(List.of(again)));
    startAndAwait(order);

    assertThat(stop(order).results().get(0).error()).startsWith("stopped by abort --now of ann");
  }

  @Test
  void a_built_in_that_tries_again_and_again_is_interrupted() throws Exception {
    Sheet check;
    NodeTaskOrder order;
    try (ServerSocket hangingUp = new ServerSocket(0)) {
      String url = "http://127.0.0.1:" + hangingUp.getLocalPort() + "/";
      check = host.builtin("check.http", Map.of("url", url, "timeout", "1h"));
      order = order(List.of(List.of(check.timeout(Duration.ofHours(1)))));
      host.start(order);
      hangingUp.accept().close();
    }

    assertThat(stop(order).results().get(0).error()).startsWith("stopped by abort --now of ann");
  }

  @Test
  void a_built_in_that_waits_for_a_silent_server_is_interrupted() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";
      Sheet check = host.builtin("check.http", Map.of("url", url, "timeout", "1h"));
      NodeTaskOrder order = order(List.of(List.of(check.timeout(Duration.ofHours(1)))));
      host.start(order);

      try (Socket asked = silent.accept()) {
        assertThat(asked.isConnected()).isTrue();
        assertThat(stop(order).results().get(0).error())
            .startsWith("stopped by abort --now of ann");
      }
    }
  }

  @Test
  void an_order_that_is_stopped_before_it_arrives_is_never_begun_also_by_the_next_agent()
      throws Exception {
    Sheet first = host.script("first", ON);
    Sheet second = host.script("second", ON);
    NodeTaskOrder order = order(List.of(List.of(first), List.of(second)));

    NodeTaskReport report = stop(order);
    assertThat(states(report)).containsExactly(TaskState.UNDO, TaskState.UNDO);
    assertThat(report.results().get(0).error())
        .isEqualTo("not started: stopped by abort --now of ann");

    assertThat(states(host.deliver(order))).containsOnly(TaskState.UNDO);
    host.restart();
    assertThat(states(host.deliver(order))).containsOnly(TaskState.UNDO);
    assertThat(host.root().resolve("on")).doesNotExist();
  }

  @Test
  void what_had_ended_keeps_its_result() throws Exception {
    Sheet good = host.script("good", ON);
    NodeTaskOrder order = order(List.of(List.of(good)));
    NodeTaskReport done = host.deliver(order);

    assertThat(stop(order)).isEqualTo(done);
  }

  @Test
  void a_stopped_task_runs_again_under_its_next_grant() throws Exception {
    Sheet slow = host.script("slow", ON + "[ -e \"$UPG_ROOT/go\" ] || sleep 300");
    NodeTaskOrder order = order(List.of(List.of(slow)));
    startAndAwait(order);
    stop(order);
    Files.createFile(host.root().resolve("go"));

    assertThat(states(host.run(2, slow))).containsExactly(TaskState.DONE);
  }
}
