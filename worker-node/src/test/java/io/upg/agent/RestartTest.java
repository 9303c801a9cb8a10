package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.agent.process.ProcessMarks;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
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

/** Scripts of a real host go on while its agent is away, and the next agent knows their end. */
class RestartTest {
  private static final String RUNS = "echo x >>\"$UPG_ROOT/runs\"; touch \"$UPG_ROOT/on\"; ";
  private static final String WAITS =
      "until [ -e \"$UPG_ROOT/go\" ]; do sleep 0.02; done; echo over; ";

  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void open() throws Exception {
    host = TestHost.in(folder).real();
  }

  @AfterEach
  void close() throws Exception {
    go();
    Await.until(() -> ProcessMarks.in(folder).isEmpty(), "the scripts to end");
    host.close();
  }

  @Test
  void a_script_goes_on_without_its_agent_and_the_next_one_waits_for_its_end() throws Exception {
    NodeTaskOrder order = order(host.script("convert", RUNS + WAITS));
    startAndAwait(order);
    host.restart();
    assertThat(ProcessMarks.in(folder)).isNotEmpty();

    CompletableFuture<NodeTaskReport> again = host.start(order);
    assertThat(again).isNotDone();
    go();

    TaskResult result = again.get(30, TimeUnit.SECONDS).results().get(0);
    assertThat(result.state()).as(result.error()).isEqualTo(TaskState.DONE);
    assertThat(result.tail()).isEqualTo("over\n");
    assertThat(result.startedAt()).isBefore(result.finishedAt());
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void what_a_script_said_and_how_it_ended_while_no_agent_was_there_is_reported() throws Exception {
    String said = "echo '{\"message\":\"7 rows\"}' >\"$UPG_RESULT\"; exit 3";
    NodeTaskOrder order = order(host.script("convert", RUNS + WAITS + said));
    startAndAwait(order);
    host.restart();
    go();
    Await.until(() -> ProcessMarks.in(folder).isEmpty(), "the script to end");

    TaskResult result = host.deliver(order).results().get(0);

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error()).isEqualTo("convert.sh ended with exit code 3: over");
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.message()).isEqualTo("7 rows");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void the_end_of_a_script_is_written_down_without_a_delivery_and_answers_the_next_grant()
      throws Exception {
    Sheet sheet = host.script("convert", RUNS + WAITS);
    startAndAwait(order(sheet));
    host.restart();
    go();
    host.agent();
    Await.until(() -> Files.readString(journal()).contains("\"line\":\"ended\""), "its end");
    host.restart();

    NodeTaskOrder retry = Retries.of(host.order(2, Direction.RUN, List.of(List.of(sheet))), 1L);
    TaskResult result = host.deliver(retry).results().get(0);

    assertThat(result.state()).isEqualTo(TaskState.DONE);
    assertThat(result.message()).startsWith("nothing ran now: it had succeeded");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void a_next_grant_that_comes_first_waits_for_the_script_of_the_former() throws Exception {
    Sheet sheet = host.script("convert", RUNS + WAITS);
    startAndAwait(order(sheet));
    host.restart();

    CompletableFuture<NodeTaskReport> retry =
        host.start(Retries.of(host.order(2, Direction.RUN, List.of(List.of(sheet))), 1L));
    go();

    TaskResult result = retry.get(30, TimeUnit.SECONDS).results().get(0);
    assertThat(result.message()).as(result.error()).startsWith("nothing ran now: it had succeeded");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void a_command_goes_on_too_and_is_not_given_again() throws Exception {
    Sheet sheet = host.builtin("command", Map.of("run", RUNS + WAITS));
    NodeTaskOrder order = order(sheet);
    startAndAwait(order);
    host.restart();
    go();

    assertThat(host.deliver(order).results().get(0).state()).isEqualTo(TaskState.DONE);
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void another_built_in_is_performed_again_when_its_program_has_ended() throws Exception {
    Sheet sheet = host.builtin("check.command", Map.of("run", RUNS + WAITS));
    NodeTaskOrder order = order(sheet);
    startAndAwait(order);
    host.restart();
    go();

    assertThat(host.deliver(order).results().get(0).state()).isEqualTo(TaskState.DONE);
    assertThat(runs()).isEqualTo(2);
  }

  @Test
  void its_timeout_holds_under_the_next_agent() throws Exception {
    NodeTaskOrder order =
        order(host.script("convert", RUNS + "sleep 300").timeout(Duration.ofSeconds(2)));
    startAndAwait(order);
    host.restart();

    TaskResult result = host.deliver(order).results().get(0);

    assertThat(result.error()).isEqualTo("convert.sh: timeout after 2s; its processes were ended");
    assertThat(ProcessMarks.in(folder)).isEmpty();
  }

  @Test
  void an_order_to_stop_ends_it_under_the_next_agent() throws Exception {
    NodeTaskOrder order = order(host.script("convert", RUNS + "sleep 300"));
    startAndAwait(order);
    host.restart();

    TaskResult result =
        host.agent().tasks().stop(order, "ann").report().get(30, TimeUnit.SECONDS).results().get(0);

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error()).startsWith("stopped by abort --now of ann while it ran");
    assertThat(ProcessMarks.in(folder)).isEmpty();
  }

  @Test
  void the_next_agent_makes_the_tries_that_are_left() throws Exception {
    String third = "[ $(wc -l <\"$UPG_ROOT/runs\") -ge 3 ] && exit 0; " + WAITS + "exit 75";
    NodeTaskOrder order = order(host.script("convert", RUNS + third));
    startAndAwait(order);
    host.restart();
    go();

    TaskResult result = host.deliver(order).results().get(0);

    assertThat(result.state()).as(result.error()).isEqualTo(TaskState.DONE);
    assertThat(runs()).isEqualTo(3);
  }

  @Test
  void a_series_goes_on_with_the_part_that_was_running() throws Exception {
    host.file("first.sh", "#!/bin/sh\necho x >>\"$UPG_ROOT/first\"\n");
    host.file("last.sh", "#!/bin/sh\necho x >>\"$UPG_ROOT/last\"\n");
    Sheet sheet =
        host.script("convert", RUNS + WAITS)
            .around(
                List.of(Sheet.part("before", "first.sh")), List.of(Sheet.part("after", "last.sh")));
    NodeTaskOrder order = order(sheet);
    startAndAwait(order);
    host.restart();
    go();

    TaskResult result = host.deliver(order).results().get(0);

    assertThat(result.state()).as(result.error()).isEqualTo(TaskState.DONE);
    assertThat(runs()).isEqualTo(1);
    assertThat(Files.readAllLines(host.root().resolve("first"))).hasSize(1);
    assertThat(Files.readAllLines(host.root().resolve("last"))).hasSize(1);
  }

  @Test
  void a_script_that_nobody_saw_end_is_unknown_with_all_that_is_known_and_never_run_again()
      throws Exception {
    Sheet later = host.script("later", "touch \"$UPG_ROOT/later\"");
    Sheet sheet = host.script("convert", RUNS + "echo half way; sleep 300");
    NodeTaskOrder order = host.order(1, Direction.RUN, List.of(List.of(sheet), List.of(later)));
    startAndAwait(order);
    Await.until(() -> host.output(sheet, 1).contains("half way"), "its output");
    host.restart();
    ProcessMarks.kill(folder);

    NodeTaskReport report = host.deliver(order);

    TaskResult result = report.results().get(0);
    assertThat(result.state()).isEqualTo(TaskState.UNKNOWN);
    assertThat(result.error())
        .startsWith("convert.sh was started at ")
        .contains("was killed: whether it finished cannot be known");
    assertThat(result.tail()).isEqualTo("half way\n");
    assertThat(report.results().get(1).state()).isEqualTo(TaskState.UNDO);
    assertThat(host.deliver(order)).isEqualTo(report);
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void what_an_agent_of_the_first_version_began_is_unknown_and_never_run_again() throws Exception {
    Sheet sheet = host.script("convert", RUNS);
    NodeTaskOrder order = order(sheet);
    Files.createDirectories(journal().getParent());
    Files.writeString(
        journal(),
        """
        {"line":"started","at":"2026-11-01T10:00:00Z","attempt":1,"key":{"direction":"run","grant":1,"project":"spring","task":"%1$s"},"sheet":"5f"}
        {"line":"spawned","key":{"direction":"run","grant":1,"project":"spring","task":"%1$s"},"process":{"boot":"boot","pid":1,"start":9}}
        """
            .formatted(sheet.task()));

    TaskResult result = host.deliver(order).results().get(0);

    assertThat(result.state()).isEqualTo(TaskState.UNKNOWN);
    assertThat(result.error())
        .startsWith("it was started at 2026-11-01T10:00:00Z by an agent of an older version")
        .contains("whether it finished cannot be known");
    assertThat(host.deliver(order).results().get(0)).isEqualTo(result);
    assertThat(host.root().resolve("runs")).doesNotExist();
  }

  @Test
  void a_way_back_that_nobody_saw_end_has_failed() throws Exception {
    Sheet sheet = host.script("convert", "true", RUNS + "sleep 300");
    NodeTaskOrder order = host.order(1, Direction.ROLLBACK, List.of(List.of(sheet)));
    startAndAwait(order);
    host.restart();
    ProcessMarks.kill(folder);

    TaskResult result = host.deliver(order).results().get(0);

    assertThat(result.state()).isEqualTo(TaskState.ROLLBACK_FAIL);
    assertThat(result.error()).contains("cannot be known");
  }

  @Test
  void while_processes_of_a_script_whose_end_is_unknown_live_it_is_not_started_again()
      throws Exception {
    Sheet sheet = host.script("convert", RUNS + WAITS);
    NodeTaskOrder order = order(sheet);
    CompletableFuture<NodeTaskReport> running = startAndAwait(order);
    guard(sheet).destroyForcibly();

    TaskResult result = running.get(30, TimeUnit.SECONDS).results().get(0);
    assertThat(result.state()).isEqualTo(TaskState.UNKNOWN);
    assertThat(result.error()).contains("still run");
    TaskResult second = host.run(2, sheet).results().get(0);
    assertThat(second.state()).isEqualTo(TaskState.FAIL);
    assertThat(second.error()).contains("its former processes").contains("still run");
    go();
    Await.until(() -> ProcessMarks.in(folder).isEmpty(), "the script to end");
    assertThat(host.run(3, sheet).results().get(0).state()).isEqualTo(TaskState.DONE);
    assertThat(runs()).isEqualTo(2);
  }

  private ProcessHandle guard(Sheet sheet) {
    NodeTaskOrder order = order(sheet);
    var key = io.upg.agent.journal.TaskKey.of(order, order.tasks().get(0));
    return ProcessHandle.of(host.agent().journal().lastProcess(key).orElseThrow().pid())
        .orElseThrow();
  }

  private NodeTaskOrder order(Sheet sheet) {
    return host.order(1, Direction.RUN, List.of(List.of(sheet)));
  }

  private CompletableFuture<NodeTaskReport> startAndAwait(NodeTaskOrder order) throws Exception {
    CompletableFuture<NodeTaskReport> running = host.start(order);
    Await.until(() -> Files.exists(host.root().resolve("on")), "the script to start");
    return running;
  }

  private void go() throws Exception {
    Files.write(host.root().resolve("go"), new byte[0]);
  }

  private int runs() throws Exception {
    return Files.readAllLines(host.root().resolve("runs")).size();
  }

  private Path journal() {
    return new AgentFolders(host.own()).journal();
  }
}
