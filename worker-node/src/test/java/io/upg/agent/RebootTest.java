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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated host that is rebooted, because a task asks for it or because it just happens. */
class RebootTest {
  private static final String RUNS = "echo x >>\"$UPG_ROOT/runs\"; ";
  private static final String ON = "touch \"$UPG_ROOT/on\"; ";
  private static final String REBOOT = "echo '{\"reboot\":true}' >\"$UPG_RESULT\"; ";

  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void open() throws Exception {
    host = TestHost.in(folder);
    Path services = Files.createDirectories(host.root().resolve("etc/services"));
    Files.writeString(services.resolve("db.json"), "{\"exec\":[\"sleep\",\"300\"]}");
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void a_reboot_that_a_task_asks_for_happens_once_and_the_task_is_done_when_the_host_is_back()
      throws Exception {
    Sheet reboot = host.builtin("host.reboot", Map.of());
    Sheet after = host.script("after", RUNS);
    NodeTaskOrder order = host.order(1, Direction.RUN, List.of(List.of(reboot), List.of(after)));
    host.boot();
    List<Long> services = ProcessMarks.in(folder);
    String before = boot();

    assertCutOff(host.start(order));
    NodeTaskReport report = deliverWhenUp(order, before);

    assertThat(report.results())
        .extracting(TaskResult::state)
        .containsExactly(TaskState.DONE, TaskState.DONE);
    assertThat(report.results().get(0).message()).isEqualTo("the host was rebooted");
    assertThat(ProcessMarks.in(folder)).hasSize(1).doesNotContainAnyElementsOf(services);
    String once = boot();
    assertThat(host.deliver(order)).isEqualTo(report);
    assertThat(boot()).isEqualTo(once).isNotEqualTo(before);
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void a_script_that_asks_for_a_reboot_runs_once_and_is_done_when_the_host_is_back()
      throws Exception {
    TaskResult result = rebooted(host.script("kernel", RUNS + REBOOT));

    assertThat(result.state()).as(result.error()).isEqualTo(TaskState.DONE);
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void a_script_that_asks_for_a_reboot_and_for_another_try_gets_it_on_the_rebooted_host()
      throws Exception {
    Sheet sheet =
        host.script(
            "kernel",
            RUNS + "[ $(wc -l <\"$UPG_ROOT/runs\") -eq 2 ] || { " + REBOOT + "exit 75; }");

    TaskResult result = rebooted(sheet);

    assertThat(result.state()).as(result.error()).isEqualTo(TaskState.DONE);
    assertThat(runs()).isEqualTo(2);
  }

  @Test
  void a_script_that_fails_gets_no_reboot() throws Exception {
    host.boot();
    String before = boot();

    TaskResult result = host.runOne(host.script("kernel", REBOOT + "exit 1"));

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(boot()).isEqualTo(before);
  }

  @Test
  void a_reboot_that_nobody_asked_for_makes_what_ran_unknown_and_says_so() throws Exception {
    NodeTaskOrder order = order(host.script("convert", RUNS + ON + "sleep 300"));
    host.boot();
    String before = boot();
    CompletableFuture<NodeTaskReport> cut = host.start(order);
    Await.until(() -> Files.exists(host.root().resolve("on")), "the script to start");

    host.agent().beginReboot();
    assertCutOff(cut);
    TaskResult result = deliverWhenUp(order, before).results().get(0);

    assertThat(result.state()).isEqualTo(TaskState.UNKNOWN);
    assertThat(result.error()).contains("the host went down while it ran, and no task had asked");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void what_ran_beside_a_task_that_rebooted_the_host_is_unknown_and_names_it() throws Exception {
    NodeTaskOrder order = order(host.script("convert", RUNS + ON + "sleep 300"));
    host.boot();
    String before = boot();
    CompletableFuture<NodeTaskReport> cut = host.start(order);
    Await.until(() -> Files.exists(host.root().resolve("on")), "the script to start");

    assertCutOff(host.start(order(host.builtin("host.reboot", Map.of()))));
    assertCutOff(cut);
    TaskResult result = deliverWhenUp(order, before).results().get(0);

    assertThat(result.state()).isEqualTo(TaskState.UNKNOWN);
    assertThat(result.error()).contains("was rebooted for h1_host-reboot_keystone while it ran");
  }

  @Test
  void a_reboot_has_nothing_to_take_back() throws Exception {
    host.boot();
    String before = boot();

    assertThat(host.rollbackOne(host.builtin("host.reboot", Map.of()).nothingBack()).state())
        .isEqualTo(TaskState.ROLLED_BACK);
    assertThat(boot()).isEqualTo(before);
  }

  @Test
  void a_sandbox_host_that_is_switched_off_leaves_no_process() throws Exception {
    host.boot();
    host.runOne(host.script("daemon", "setsid sleep 300 >/dev/null 2>&1 </dev/null &"));
    Sheet convert = host.script("convert", ON + "sleep 300");
    host.start(host.order(2, Direction.RUN, List.of(List.of(convert))));
    Await.until(() -> Files.exists(host.root().resolve("on")), "the script to start");
    assertThat(ProcessMarks.in(folder)).hasSizeGreaterThan(3);

    host.restart();

    assertThat(ProcessMarks.in(folder)).isEmpty();
  }

  @Test
  void a_machine_that_cannot_be_asked_says_why() {
    MachinePower power = new MachinePower(List.of("sh", "-c", "echo no bus >&2; exit 1"));

    assertThat(org.assertj.core.api.Assertions.catchThrowable(power::reboot))
        .hasMessage("'sh -c echo no bus >&2; exit 1' ended with exit code 1: no bus");
  }

  private NodeTaskOrder order(Sheet sheet) {
    return host.order(1, Direction.RUN, List.of(List.of(sheet)));
  }

  /** Its result by the delivery after the reboot that the first one ended with. */
  private TaskResult rebooted(Sheet sheet) throws Exception {
    NodeTaskOrder order = order(sheet);
    host.boot();
    String before = boot();
    assertCutOff(host.start(order));
    return deliverWhenUp(order, before).results().get(0);
  }

  /** Whoever waited learns nothing: its delivery is made again. */
  private static void assertCutOff(CompletableFuture<NodeTaskReport> running) throws Exception {
    Await.until(running::isDone, "the host to go down");
    assertThat(org.assertj.core.api.Assertions.catchThrowable(running::get))
        .isInstanceOf(ExecutionException.class)
        .rootCause()
        .isInstanceOf(InterruptedException.class);
  }

  private NodeTaskReport deliverWhenUp(NodeTaskOrder order, String before) throws Exception {
    Path file = new AgentFolders(host.own()).boot();
    Await.until(
        () -> Files.exists(file) && !boot().equals(before) && !host.agent().journal().closed(),
        "the host to come up");
    return host.deliver(order);
  }

  private String boot() throws Exception {
    return Files.readString(new AgentFolders(host.own()).boot());
  }

  private int runs() throws Exception {
    return Files.readAllLines(host.root().resolve("runs")).size();
  }
}
